"""Retries are counted and told, and never with what the repeated call was given."""

import asyncio
from pathlib import Path

import pytest
import stamina
from prometheus_client import REGISTRY

from pipeline.flow import patience
from pipeline.flow.patience import until_there
from pipeline.observing.retrying import tell_of_retries
from resolvers.store import Transaction, open_store
from resolvers.store.errors import Conflict
from schemas.errors import Retry


@pytest.fixture(autouse=True)
def hooks() -> None:
    tell_of_retries()


def test_each_failed_attempt_counts_for_the_service_that_was_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "FIRST_WAIT_SECONDS", 0.001)
    failures = [Retry("the store is away"), Retry("the store is away")]

    async def attempt() -> str:
        if failures:
            raise failures.pop()
        return "done"

    before = counted("guiyi_retries_total", service="store")
    assert asyncio.run(until_there("store", attempt)) == "done"
    assert counted("guiyi_retries_total", service="store") - before == 2
    assert away("store") == 0


def test_conflicts_of_the_store_are_counted(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'identity.sqlite3'}")
    conflicts = [Conflict("identity store: conflict 40001")] * 3

    def work(_transaction: Transaction) -> int:
        if conflicts:
            raise conflicts.pop()
        return 1

    before = counted("guiyi_store_conflicts_total")
    assert store.write(work) == 1
    assert counted("guiyi_store_conflicts_total") - before == 3
    store.close()


def test_what_the_call_was_given_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    tries: list[str] = []

    @stamina.retry(on=Retry, wait_initial=0.001)
    def send(phone: str) -> None:
        tries.append(phone)
        if len(tries) == 1:
            raise Retry("Kafka is away")

    send("13800138000")
    written = "".join(capsys.readouterr())
    assert "Kafka is away" in written
    assert "13800138000" not in written


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def away(service: str) -> float:
    labels = {"service": service}
    return REGISTRY.get_sample_value("guiyi_service_away_seconds", labels) or 0
