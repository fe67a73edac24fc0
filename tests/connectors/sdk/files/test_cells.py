from datetime import UTC, datetime

import pytest

from connectors.sdk.files.cells import clean, read_time


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("'13900010002", "13900010002"),
        ('="0139"', "0139"),
        (" O'Neil ", "O'Neil"),
        ("'t Hooft", "'t Hooft"),
    ],
)
def test_what_makes_excel_keep_text_is_taken_off(cell: str, value: str) -> None:
    assert clean(cell) == value


@pytest.mark.parametrize(
    "text",
    ["2026/1/1 11:41", "2026-01-01 11:41:00", "2026年1月1日 11:41", "2026-01-01T03:41:00Z"],
)
def test_common_times_are_read_in_the_given_zone(text: str) -> None:
    time = read_time(text, format=None, timezone="Asia/Shanghai")

    assert time == datetime(2026, 1, 1, 3, 41, tzinfo=UTC)


def test_a_format_reads_other_times() -> None:
    time = read_time("31.12.2025", format="%d.%m.%Y", timezone="Europe/Berlin")

    assert time == datetime(2025, 12, 30, 23, tzinfo=UTC)
