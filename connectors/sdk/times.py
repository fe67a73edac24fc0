"""Platforms' times in UTC, from 1990 to 2100. Each raises `Reject` with the field's name."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from schemas.errors import Reject

CHINA = ZoneInfo("Asia/Shanghai")
"""Where the platforms are: the zone of a time that states none."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 12, 31, tzinfo=UTC)
"""A time outside of these is a broken clock or an empty field, and stores refuse or wrap it."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ENGLISH = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2}) "
    r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2}) "
    r"(?P<sign>[+-])(?P<offset_hours>\d{2})(?P<offset_minutes>\d{2}) (?P<year>\d{4})"
)
_WHOLE = re.compile(r"\d{1,19}")
_FIRST_MILLISECONDS = 10**11
"""Seconds reach this in the year 5138, milliseconds reached it in 1973."""


def within_calendar(time: datetime, field: str) -> datetime:
    """An aware time in UTC.

    Raises:
        Reject: when it lies outside of `EARLIEST` to `LATEST`.
    """
    # The bounds are compared before the conversion, which overflows at the calendar's ends.
    if not EARLIEST <= time <= LATEST:
        raise Reject(field, f"a time of {EARLIEST.year} to {LATEST.year}", time.isoformat())
    return time.astimezone(UTC)


def from_epoch(value: str | None, field: str) -> datetime:
    """Seconds or milliseconds since 1970, told apart by their size."""
    if value is None or not _WHOLE.fullmatch(value):
        raise Reject(field, "seconds or milliseconds since 1970", value)
    number = int(value)
    milliseconds = number if number >= _FIRST_MILLISECONDS else number * 1000
    try:
        time = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError as error:
        raise Reject(field, "seconds or milliseconds since 1970", value) from error
    return within_calendar(time, field)


def from_english(value: str | None, field: str) -> datetime:
    """`Thu Jan 01 12:05:31 +0800 2026`, with English names whatever the locale is."""
    expected = "a time like Thu Jan 01 12:05:31 +0800 2026"
    match = _ENGLISH.fullmatch(value or "")
    if match is None or match["month"] not in _MONTHS:
        raise Reject(field, expected, value)
    offset = timedelta(hours=int(match["offset_hours"]), minutes=int(match["offset_minutes"]))
    try:
        time = datetime(
            int(match["year"]),
            _MONTHS.index(match["month"]) + 1,
            int(match["day"]),
            int(match["hour"]),
            int(match["minute"]),
            int(match["second"]),
            tzinfo=timezone(-offset if match["sign"] == "-" else offset),
        )
    except ValueError as error:
        raise Reject(field, expected, value) from error
    return within_calendar(time, field)


def from_iso(value: str | None, field: str) -> datetime:
    """ISO 8601, with `T` or a space; without an offset it is a time in China."""
    try:
        time = datetime.fromisoformat(value or "")
    except ValueError as error:
        raise Reject(field, "an ISO 8601 time", value) from error
    return within_calendar(time if time.tzinfo else time.replace(tzinfo=CHINA), field)
