"""What may be committed of a partition."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.record import Record
from pipeline.streams.batch import Batch, split
from pipeline.streams.progress import Progress
from tests.pipeline.records import ARecord


def a_batch(first: int, last: int) -> Batch:
    return Batch("topic", 0, [ARecord(offset=offset) for offset in range(first, last + 1)])


def test_nothing_is_committable_before_an_acknowledgement() -> None:
    progress = Progress()
    progress.delivered(a_batch(0, 9))
    assert progress.committable_offset is None


def test_an_acknowledged_batch_moves_the_offset_behind_its_last_message() -> None:
    progress, batch = Progress(), a_batch(5, 9)
    progress.delivered(batch)
    progress.acknowledged(batch)
    assert progress.committable_offset == 10
    assert progress.pending_batches == 0


def test_a_batch_that_is_never_acknowledged_holds_back_all_behind_it() -> None:
    progress, head, behind = Progress(), a_batch(0, 4), a_batch(5, 9)
    progress.delivered(head)
    progress.delivered(behind)
    progress.acknowledged(behind)
    assert progress.committable_offset is None
    progress.acknowledged(head)
    assert progress.committable_offset == 10


def test_a_batch_of_an_earlier_assignment_counts_for_nothing() -> None:
    progress, earlier, again = Progress(), a_batch(3, 9), a_batch(0, 9)
    progress.delivered(again)
    progress.acknowledged(earlier)
    assert progress.committable_offset is None


@given(st.permutations(range(8)), st.integers(0, 8))
def test_the_offset_is_always_that_of_the_first_batch_still_open(
    order: list[int], acknowledged: int
) -> None:
    batches = [a_batch(10 * index, 10 * index + 9) for index in range(8)]
    progress = Progress()
    for batch in batches:
        progress.delivered(batch)
    for index in order[:acknowledged]:
        progress.acknowledged(batches[index])
    still_open = sorted(set(range(8)) - set(order[:acknowledged]))
    expected = 10 * (still_open[0] if still_open else 8)
    assert (progress.committable_offset or 0) == expected


@given(st.integers(1, 50), st.integers(1, 20))
def test_splitting_loses_and_reorders_nothing(records: int, max_events: int) -> None:
    fetched: list[Record] = [ARecord(offset=offset) for offset in range(records)]
    batches = list(split("topic", 3, fetched, max_events))
    assert [record for batch in batches for record in batch] == fetched
    assert all(0 < len(batch) <= max_events for batch in batches)
