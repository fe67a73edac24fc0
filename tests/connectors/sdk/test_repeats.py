from uuid import UUID

from connectors.sdk.repeats import Repeats


def ids(*numbers: int) -> list[UUID]:
    return [UUID(int=number) for number in numbers]


def test_what_came_before_is_counted_each_time_that_it_comes_again() -> None:
    repeats = Repeats()
    assert repeats.count(ids(1, 2)) == 0
    assert repeats.count(ids(2, 3, 3)) == 2
    assert repeats.count(ids(1, 2, 3)) == 3


def test_only_the_last_events_are_remembered() -> None:
    repeats = Repeats(capacity=2)
    repeats.count(ids(1, 2))
    assert repeats.count(ids(1, 3)) == 1
    assert repeats.count(ids(2)) == 0, "1 came after it"
