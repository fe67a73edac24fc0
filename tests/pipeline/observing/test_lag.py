"""What a group's member shows of its lag."""

import time

from prometheus_client import CollectorRegistry

from pipeline.observing.lag import LagMetrics, PartitionLag


def test_lag_is_shown_in_messages_and_in_the_age_of_what_is_in_hand() -> None:
    registry = CollectorRegistry()
    lags = [
        PartitionLag("events", 0, messages=12, oldest_at=time.time() - 90),
        PartitionLag("events", 1, messages=0, oldest_at=None),
    ]
    LagMetrics("workers", lambda: lags, registry)

    def shown(name: str, partition: str) -> float:
        place = {"group": "workers", "topic": "events", "partition": partition}
        value = registry.get_sample_value(name, place)
        assert value is not None
        return value

    assert shown("guiyi_lag_messages", "0") == 12
    assert 89 < shown("guiyi_lag_seconds", "0") < 95
    assert (shown("guiyi_lag_messages", "1"), shown("guiyi_lag_seconds", "1")) == (0, 0)
