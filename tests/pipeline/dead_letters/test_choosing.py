from datetime import UTC, datetime, timedelta

import pytest

from pipeline.dead_letters.choosing import chosen, moment_ago
from schemas.errors import Fatal
from tests.pipeline.dead_letters.letters import letter

NOW = datetime.now(UTC)
OLD = letter(1, "parse").but(failed_at=NOW - timedelta(hours=3))
NEW = letter(2, "check").but(failed_at=NOW)
REPLAYED = letter(3, "parse").but(failed_at=NOW, replayed_at=NOW)
ALL = [OLD, NEW, REPLAYED]


def test_those_not_replayed_are_meant_unless_all_are_asked_for() -> None:
    assert chosen(ALL) == [OLD, NEW]
    assert chosen(ALL, also_replayed=True) == ALL


def test_a_step_and_a_time_narrow_the_choice() -> None:
    assert chosen(ALL, step="parse") == [OLD]
    assert chosen(ALL, since=moment_ago("2h")) == [NEW]
    assert chosen(ALL, step="parse", since=moment_ago("1d"), also_replayed=True) == [OLD, REPLAYED]


@pytest.mark.parametrize(("age", "minutes"), [("30m", 30), ("6h", 360), ("2d", 2880)])
def test_an_age_is_minutes_hours_or_days(age: str, minutes: int) -> None:
    away = moment_ago(age) + timedelta(minutes=minutes) - datetime.now(UTC)
    assert abs(away) < timedelta(seconds=5)


@pytest.mark.parametrize("age", ["", "5", "yesterday", "-1h", "99999d"])
def test_an_age_that_is_none_is_refused(age: str) -> None:
    with pytest.raises(Fatal, match="30m, 6h or 2d"):
        moment_ago(age)
