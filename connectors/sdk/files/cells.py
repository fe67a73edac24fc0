"""What the cells of a spreadsheet's export mean."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_TEXT_MARK = re.compile(r"'(?=[\d+=@-])")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_DATE_AND_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]*(\d{1,2})[:时](\d{1,2})分?(?::?(\d{1,2})秒?)?)?"
)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")


def clean(cell: str) -> str:
    """The cell without surrounding space and without what makes Excel keep it as text.

    That is a leading `'` before a digit or sign, or the formula `="..."` around the value.
    """
    text = cell.strip()
    if formula := _TEXT_FORMULA.fullmatch(text):
        return formula[1].strip()
    return text[1:] if _TEXT_MARK.match(text) else text


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet has turned a long number into one like `1.39E+10`, beyond repair."""
    return bool(_SCIENTIFIC.fullmatch(text))


def split(cell: str, separator: str | None) -> list[str]:
    """The values within a cell, each once, in their order; none for an empty cell."""
    parts: Iterable[str] = [cell] if separator is None else cell.split(separator)
    return list(dict.fromkeys(value for part in parts if (value := clean(part))))


def read_time(text: str, *, format: str | None, timezone: str) -> datetime:  # noqa: A002 (strptime's word)
    """A point in time, in UTC. `timezone` holds where the text has no offset.

    Raises:
        ValueError: when the text is no time in `format`; without one, neither ISO 8601 nor
            year, month and day with an optional time of day.
    """
    time = datetime.strptime(text, format) if format else _read_common(text)  # noqa: DTZ007 (below)
    if time.tzinfo is None:
        time = time.replace(tzinfo=ZoneInfo(timezone))
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of the calendar") from error


def _read_common(text: str) -> datetime:
    found = _DATE_AND_TIME.fullmatch(text)
    if found is None:
        return datetime.fromisoformat(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (the caller knows it)
