"""What a process has in work and whom it waits for, and for how long."""

import pytest
from prometheus_client import CollectorRegistry

from pipeline.observing.health import Health


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
def health(clock: Clock, registry: CollectorRegistry) -> Health:
    return Health(registry=registry, clock=clock)


def test_work_is_trouble_only_when_it_lasts(
    health: Health, clock: Clock, registry: CollectorRegistry
) -> None:
    with health.working_on("resolve events/3@10-20"):
        clock.now += 60
        assert health.troubles(patience_seconds=60) == []
        clock.now += 1
        assert health.troubles(patience_seconds=60) == [
            "resolve events/3@10-20 has been in work for 61 s"
        ]
        assert registry.get_sample_value("guiyi_longest_work_seconds") == 61
    assert health.troubles(patience_seconds=60) == []
    assert registry.get_sample_value("guiyi_longest_work_seconds") == 0


def test_work_that_failed_is_in_work_no_more(health: Health, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError), health.working_on("a batch"):
        raise ZeroDivisionError
    clock.now += 1000
    assert health.troubles(patience_seconds=1) == []


def test_a_service_is_away_since_the_first_failure_in_a_row(
    health: Health, clock: Clock, registry: CollectorRegistry
) -> None:
    health.is_away("store", "refused")
    clock.now += 100
    health.is_away("store", "shutting down")
    assert health.troubles(patience_seconds=90) == ["store has been away for 100 s: shutting down"]
    assert away(registry, "store") == 100

    health.is_there("store")
    assert away(registry, "store") == 0
    clock.now += 100
    health.is_away("store", "refused")
    assert health.troubles(patience_seconds=90) == []


def test_a_service_that_was_never_needed_is_not_shown(
    health: Health, registry: CollectorRegistry
) -> None:
    health.is_there("broker")
    assert away(registry, "broker") == 0
    assert away(registry, "clickhouse") is None


def away(registry: CollectorRegistry, service: str) -> float | None:
    return registry.get_sample_value("guiyi_service_away_seconds", {"service": service})
