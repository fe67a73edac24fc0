from datetime import UTC, datetime

from connectors.zhihu.budget import SHORTEST_SECONDS, pause_seconds, seconds_left_today

MIDNIGHT_IN_CHINA = datetime(2026, 1, 1, 16, tzinfo=UTC)
NOON_IN_CHINA = datetime(2026, 1, 1, 4, tzinfo=UTC)


def test_a_day_ends_at_midnight_in_china() -> None:
    assert seconds_left_today(NOON_IN_CHINA) == 12 * 3600
    assert seconds_left_today(MIDNIGHT_IN_CHINA) == 24 * 3600


def test_calls_are_spread_over_what_is_left_of_the_day() -> None:
    assert pause_seconds(100, MIDNIGHT_IN_CHINA) == 864
    assert pause_seconds(100, NOON_IN_CHINA) == 432


def test_many_calls_left_are_not_made_all_at_once() -> None:
    assert pause_seconds(10**6, NOON_IN_CHINA) == SHORTEST_SECONDS


def test_without_calls_left_the_day_has_to_end() -> None:
    assert pause_seconds(0, NOON_IN_CHINA) == 12 * 3600
