from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from connectors.sdk.window import Window
from schemas.errors import Fatal

NOW = datetime(2026, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)


def seconds(time: datetime) -> int:
    return int(time.timestamp())


def test_the_first_stretch_begins_as_long_ago_as_is_asked_for() -> None:
    window = Window.at(None, NOW, first=DAY).begun(NOW, longest=7 * DAY)
    assert (window.start, window.end) == (seconds(NOW - DAY), seconds(NOW))
    assert window.is_current


def test_a_stretch_is_never_longer_than_the_platform_allows_and_there_is_more() -> None:
    window = Window.at(None, NOW, first=30 * DAY).begun(NOW, longest=7 * DAY)
    assert window.end == seconds(NOW - 23 * DAY)
    assert not window.is_current


class MillisecondWindow(Window):
    per_second: ClassVar[int] = 1000


def test_a_platform_may_tell_time_in_milliseconds() -> None:
    now = NOW + timedelta(milliseconds=7)
    window = MillisecondWindow.at(None, now, first=3 * DAY).begun(now, longest=2 * DAY)
    assert window.start == 1000 * seconds(NOW - 3 * DAY) + 7
    assert window.end == 1000 * seconds(NOW - DAY) + 7
    following = MillisecondWindow.at(window.closed(timedelta(seconds=1)), now, first=DAY)
    assert following.start == window.end - 1000


def test_the_pages_of_a_stretch_have_the_same_end() -> None:
    first = Window.at(None, NOW, first=DAY).begun(NOW, longest=DAY)
    second = Window.at(first.turned("next"), LATER, first=DAY).begun(LATER, longest=DAY)
    assert (second.start, second.end, second.place) == (first.start, first.end, "next")


def test_the_next_stretch_overlaps_the_one_before_and_begins_at_its_first_page() -> None:
    first = Window.at(Window(start=0, end=100, place="next").turned("last"), NOW, first=DAY)
    following = Window.at(first.closed(timedelta(seconds=10)), NOW, first=DAY)
    assert (following.start, following.end, following.place) == (90, None, "")


def test_a_stretch_that_is_shorter_than_the_overlap_goes_no_further_back() -> None:
    short = Window(start=95, end=100)
    assert Window.at(short.closed(timedelta(seconds=10)), NOW, first=DAY).start == 95


def test_all_has_shown_only_after_a_second_stretch_up_to_its_present() -> None:
    """What changed while the first was read shows in the second."""
    cursor, shown = None, []
    for hours in range(4):
        now = NOW + timedelta(hours=hours)
        window = Window.at(cursor, now, first=DAY).begun(now, longest=DAY)
        shown.append(window.shown)
        cursor = window.closed(timedelta(0))
    assert shown == [None, None, seconds(NOW), seconds(LATER)]


def test_what_has_shown_stays_as_it_was_while_there_is_something_to_catch_up_with() -> None:
    behind = Window(start=50, reached=50, shown=40)
    at = Window.at(behind.turned(""), NOW, first=DAY).begun(NOW, longest=DAY)
    following = Window.at(at.closed(timedelta(0)), NOW, first=DAY)
    assert (following.reached, following.shown) == (50, 50)


def test_a_clock_that_was_ahead_does_not_silence_a_list_until_it_is_right() -> None:
    """What happened since is read, once more where it was read before."""
    ahead = Window(start=seconds(NOW + 30 * DAY), reached=seconds(NOW + 30 * DAY))
    window = ahead.begun(NOW, longest=DAY)
    assert (window.start, window.end) == (seconds(NOW - DAY), seconds(NOW))
    assert (window.reached, window.shown, window.is_current) == (None, None, True)


def test_a_cursor_that_is_none_of_ours_needs_a_person() -> None:
    with pytest.raises(Fatal, match="cursor"):
        Window.at("o1", NOW, first=DAY)
