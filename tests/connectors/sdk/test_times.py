import locale
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from connectors.sdk.times import from_english, from_epoch, from_iso
from schemas.errors import Reject

NOON = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1767240000", "1767240000000"])
def test_seconds_and_milliseconds_are_told_apart(text: str) -> None:
    assert from_epoch(text, "t") == NOON


def test_english_names_do_not_depend_on_the_locale() -> None:
    before = locale.setlocale(locale.LC_TIME)
    try:
        for name in ("zh_CN.UTF-8", "de_DE.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_TIME, name)
            except locale.Error:
                continue
            assert from_english("Thu Jan 01 12:00:00 +0800 2026", "t") == NOON
    finally:
        locale.setlocale(locale.LC_TIME, before)


@pytest.mark.parametrize(
    "text",
    ["2026-01-01T04:00:00Z", "2026-01-01T12:00:00+08:00", "2026-01-01 12:00:00", "20260101T120000"],
)
def test_a_time_without_offset_is_chinas(text: str) -> None:
    assert from_iso(text, "t") == NOON


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (from_iso, "0001-01-01T00:00:00+08:00"),
        (from_iso, "0001-01-01"),
        (from_iso, "9999-12-31T23:59:59-08:00"),
        (from_iso, "1899-12-30T00:00:00Z"),
        (from_english, "Mon Jan 01 00:00:00 +0800 0001"),
        (from_epoch, "0"),
        (from_epoch, "9999999999"),
    ],
)
def test_a_time_outside_of_the_calendar_is_rejected(
    read: Callable[[str, str], datetime], text: str
) -> None:
    with pytest.raises(Reject, match="t: expected a time of 1990 to 2100"):
        read(text, "t")


@pytest.mark.parametrize(
    "text", [None, "", "soon", "9" * 19, "-1", "1.5", "2026-02-30", "Thu Jan 01"]
)
def test_what_is_no_time_is_rejected_by_field(text: str | None) -> None:
    for read in (from_epoch, from_english, from_iso):
        with pytest.raises(Reject) as error:
            read(text, "created_at")
        assert error.value.field == "created_at"
