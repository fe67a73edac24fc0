from datetime import date, timedelta

import pytest

from connectors.meituan.round import DAYS, Round
from schemas.errors import Fatal

END = date(2026, 1, 31)


def test_a_round_covers_thirty_days() -> None:
    at = Round().begun(END)
    assert at.start is not None
    assert (END - at.start).days + 1 == DAYS


def test_a_round_keeps_its_days_while_it_is_under_way() -> None:
    at = Round().begun(END).after({"1": "a"}, place=20, parts=1)
    assert at.begun(END + timedelta(days=1)) == at


def test_a_round_that_was_interrupted_for_days_begins_anew_and_forgets_nothing() -> None:
    at = Round(known={"1": "a"}).begun(END).after({"2": "b"}, place=20, parts=1)
    again = at.begun(END + timedelta(days=2))
    assert (again.place, again.end) == (0, END + timedelta(days=2))
    assert not again.is_news("1", "a")
    assert not again.is_news("2", "b")


def test_what_a_round_no_longer_finds_is_forgotten() -> None:
    done = Round(known={"1": "a"}).begun(END).after({"2": "b"}, place=None, parts=1)
    assert done == Round(known={"2": "b"})


def test_a_round_has_parts_one_after_the_other() -> None:
    first = Round().begun(END).after({"1": "a"}, place=20, parts=2)
    second = first.after({"2": "b"}, place=None, parts=2)
    assert (second.part, second.place) == (1, 0)
    assert second.after({}, place=None, parts=2) == Round(known={"1": "a", "2": "b"})


def test_only_what_says_something_else_is_news() -> None:
    at = Round(known={"1": "a"})
    assert not at.is_news("1", "a")
    assert at.is_news("1", "b")
    assert at.is_news("2", "a")


def test_a_round_is_kept_as_text() -> None:
    at = Round(known={"1": "a"}).begun(END).after({"2": "b"}, place=20, parts=2)
    assert Round.of(at.cursor) == at


def test_a_cursor_that_is_none_of_ours_needs_a_person() -> None:
    with pytest.raises(Fatal, match="cursor"):
        Round.of('{"known": 1}')
