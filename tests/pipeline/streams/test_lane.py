"""A partition's order, its bounds, and what may be committed of it."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pipeline.record import Record
from pipeline.streams.batch import Batch
from pipeline.streams.lane import Lane, Limits, size_of
from tests.pipeline.records import ARecord


def a_lane(max_events: int = 10, max_bytes: int = 1000) -> Lane:
    return Lane("topic", 3, Limits(max_events=max_events, max_bytes=max_bytes))


def records(first: int, last: int, value: bytes = b"") -> list[Record]:
    return [ARecord(offset=offset, value=value) for offset in range(first, last + 1)]


def offsets(batch: Batch | None) -> list[int]:
    return [] if batch is None else [record.offset for record in batch]


def test_what_waits_is_handed_over_as_one_batch() -> None:
    lane = a_lane()
    lane.put(records(0, 2))
    lane.put(records(3, 4))
    assert offsets(lane.next_batch()) == [0, 1, 2, 3, 4]


def test_the_next_batch_leaves_only_when_the_one_before_is_acknowledged() -> None:
    lane = a_lane(max_events=2)
    lane.put(records(0, 3))
    first = lane.next_batch()
    assert first is not None
    assert lane.next_batch() is None
    assert lane.acknowledge(first)
    assert offsets(lane.next_batch()) == [2, 3]


def test_nothing_is_committable_before_an_acknowledgement() -> None:
    lane = a_lane()
    lane.put(records(0, 9))
    lane.next_batch()
    assert lane.committable_offset is None


def test_an_acknowledged_batch_moves_the_offset_behind_its_last_message() -> None:
    lane = a_lane()
    lane.put(records(5, 9))
    batch = lane.next_batch()
    assert batch is not None
    lane.acknowledge(batch)
    assert lane.committable_offset == 10


def test_the_oldest_message_in_hand_is_that_in_work_and_then_that_which_waits() -> None:
    lane = a_lane(max_events=2)
    assert lane.oldest is None
    lane.put(records(5, 7))
    batch = lane.next_batch()
    assert batch is not None
    assert lane.oldest is batch.records[0]
    lane.acknowledge(batch)
    assert lane.oldest is not None
    assert lane.oldest.offset == 7


def test_a_batch_of_another_claim_counts_for_nothing() -> None:
    lane, before = a_lane(), a_lane()
    before.put(records(3, 9))
    lane.put(records(0, 9))
    lane.next_batch()
    stale = before.next_batch()
    assert stale is not None
    assert not lane.acknowledge(stale)
    assert lane.committable_offset is None


def test_a_message_above_the_limit_comes_alone() -> None:
    lane = a_lane(max_bytes=10)
    lane.put([*records(0, 0), *records(1, 1, b"x" * 50), *records(2, 2)])
    found = []
    while batch := lane.next_batch():
        found.append(offsets(batch))
        lane.acknowledge(batch)
    assert found == [[0], [1], [2]]


def test_a_lane_with_a_heavy_batch_waiting_asks_for_nothing() -> None:
    lane = a_lane(max_bytes=10)
    lane.put(records(0, 1, b"12345"))
    assert lane.room == 0


def test_what_was_dropped_is_not_handed_over() -> None:
    lane = a_lane()
    lane.put(records(0, 5))
    lane.drop_waiting()
    assert lane.next_batch() is None
    assert lane.room == 10


@given(st.lists(st.binary(max_size=30), max_size=60), st.integers(1, 9), st.integers(1, 60))
def test_batches_lose_and_reorder_nothing_and_keep_the_limits(
    values: list[bytes], max_events: int, max_bytes: int
) -> None:
    lane = a_lane(max_events, max_bytes)
    lane.put(ARecord(offset=offset, value=value) for offset, value in enumerate(values))
    found = []
    while batch := lane.next_batch():
        assert 0 < len(batch) <= max_events
        assert len(batch) == 1 or sum(map(size_of, batch)) <= max_bytes
        found += offsets(batch)
        lane.acknowledge(batch)
    assert found == list(range(len(values)))


class AnyFetchingAndAcknowledging(RuleBasedStateMachine):
    """Fetches as large as there is room for, acknowledgements and rebalances, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self, at: int = 0) -> None:
        self.lane = a_lane(max_events=5)
        self.fetched = self.handed_over = self.committed = at
        self.in_work: Batch | None = None

    @precondition(lambda self: self.lane.room)
    @rule(data=st.data())
    def fetch(self, data: st.DataObject) -> None:
        count = data.draw(st.integers(1, self.lane.room))
        self.lane.put(records(self.fetched, self.fetched + count - 1))
        self.fetched += count

    @rule()
    def hand_over(self) -> None:
        batch = self.lane.next_batch()
        if batch is not None:
            assert self.in_work is None
            assert batch.first_offset == self.handed_over
            self.handed_over = batch.last_offset + 1
            self.in_work = batch

    @precondition(lambda self: self.in_work)
    @rule()
    def acknowledge(self) -> None:
        assert self.in_work is not None
        self.lane.acknowledge(self.in_work)
        self.committed, self.in_work = self.in_work.last_offset + 1, None

    @rule()
    def rebalance(self) -> None:
        self.begin(at=self.committed)

    @invariant()
    def only_what_is_done_is_committable(self) -> None:
        assert self.lane.committable_offset in {None, self.committed}

    @invariant()
    def no_more_than_a_batch_waits(self) -> None:
        assert self.fetched - self.handed_over <= 5


TestAnyFetchingAndAcknowledging = AnyFetchingAndAcknowledging.TestCase
