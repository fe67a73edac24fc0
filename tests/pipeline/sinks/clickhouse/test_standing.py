"""How far the sink is behind, from poll to commit."""

from aiokafka import TopicPartition

from pipeline.observing.lag import PartitionLag
from pipeline.sinks.clickhouse.standing import Standing
from tests.pipeline.records import ARecord

PLACE = TopicPartition("events", 2)


def test_what_was_polled_is_behind_until_it_is_committed() -> None:
    standing = Standing()
    standing.polled(PLACE, [ARecord(offset=10, timestamp=5000)], end=100)
    standing.polled(PLACE, [ARecord(offset=11, timestamp=6000)], end=110)
    assert standing.lags() == [PartitionLag("events", 2, messages=100, oldest_at=5.0)]

    standing.committed({PLACE: 12})
    assert standing.lags() == [PartitionLag("events", 2, messages=98, oldest_at=None)]

    standing.polled(PLACE, [ARecord(offset=12, timestamp=7000)], end=110)
    assert standing.lags() == [PartitionLag("events", 2, messages=98, oldest_at=7.0)]


def test_partitions_that_were_taken_away_are_not_shown() -> None:
    standing = Standing()
    standing.polled(PLACE, [ARecord(offset=10, timestamp=5000)], end=100)
    standing.clear()
    assert standing.lags() == []
