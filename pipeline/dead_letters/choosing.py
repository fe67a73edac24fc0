"""Which of the dead letters somebody means."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from schemas.dead_letter import DeadLetter
from schemas.errors import Fatal

_AGE = re.compile(r"(\d{1,4})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def moment_ago(age: str) -> datetime:
    """The time that lies so far back: `30m`, `6h`, `2d`.

    Raises:
        Fatal: it is written otherwise.
    """
    found = _AGE.fullmatch(age)
    if found is None:
        raise Fatal("--since: expected minutes, hours or days, as 30m, 6h or 2d")
    return datetime.now(UTC) - timedelta(**{_UNITS[found[2]]: int(found[1])})


def chosen(
    letters: Iterable[DeadLetter],
    *,
    step: str | None = None,
    since: datetime | None = None,
    also_replayed: bool = False,
) -> list[DeadLetter]:
    """The letters that this step refused, since then, and that were not replayed."""
    return [
        letter
        for letter in letters
        if step in {None, letter.step}
        and (since is None or letter.failed_at >= since)
        and (also_replayed or letter.replayed_at is None)
    ]
