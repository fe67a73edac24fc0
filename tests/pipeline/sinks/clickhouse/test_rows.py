import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from pipeline.sinks.clickhouse.reading import READERS
from pipeline.sinks.clickhouse.rows.events import EVENTS, event_row
from pipeline.sinks.clickhouse.rows.identity_changes import account_rows
from pipeline.sinks.clickhouse.rows.profiles import PROFILES, tombstone_row
from pipeline.sinks.clickhouse.rows.table import encode
from schemas.errors import Reject
from schemas.event import NO_PROFILE, ObjectRef
from schemas.identity import ChangeKind
from tests.pipeline.records import ARecord, record
from tests.pipeline.sinks.clickhouse.messages import NOON, change, event, id_of, profile


def amount(value: str) -> Decimal:
    row = event_row(event(1, object=ObjectRef(type="order", amount=Decimal(value))))
    return Decimal(row[EVENTS.columns.index("amount")])


def test_a_row_has_a_value_for_every_column() -> None:
    (of_event,) = READERS["resolved-events"](record("resolved-events", event(1)))
    (of_profile,) = READERS["profiles"](record("profiles", profile("p", 1)))
    changed = change(2, before={}, after={"p": ("a",)})
    for table, row in (
        of_event,
        of_profile,
        (PROFILES, tombstone_row(str(id_of("p")).encode(), [("guiyi-version", b"3")])),
        *READERS["identity-changes"](record("identity-changes", changed)),
    ):
        assert len(row) == len(table.columns)


def test_amounts_are_exact_to_six_places() -> None:
    for exact in ("12345678901234567890123456.789", "-0.000001", "1E+3", "0"):
        assert amount(exact) == Decimal(exact)
    assert amount("-0.0000005") == 0
    assert amount("0.00000149") == Decimal("0.000001")
    assert amount("9" * 32) == Decimal("9" * 32)
    with pytest.raises(Reject):
        amount("1E+32")
    with pytest.raises(Reject):
        event_row(event(1, object=ObjectRef(type="x", amount=Decimal("NaN"))))


def test_a_time_that_clickhouse_would_change_is_refused() -> None:
    with pytest.raises(Reject, match="occurred_at"):
        event_row(event(1, occurred_at=datetime(1899, 12, 31, tzinfo=UTC)))
    assert event_row(event(1, occurred_at=datetime(1900, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("value", [b"", b"{", b"[]", b'{"event_id": "13800138000"}', b"\xff", None])
@pytest.mark.parametrize("topic", ["resolved-events", "identity-changes"])
def test_what_cannot_be_read_is_refused_without_its_value(topic: str, value: bytes | None) -> None:
    with pytest.raises(Reject) as refused:
        list(READERS[topic](ARecord(topic, value)))
    assert "13800138000" not in str(refused.value)


@pytest.mark.parametrize(
    ("key", "headers"),
    [
        (None, [("guiyi-version", b"3")]),
        (b"no id", [("guiyi-version", b"3")]),
        (str(id_of("p")).encode(), []),
        (str(id_of("p")).encode(), [("guiyi-version", b"-1")]),
        (str(id_of("p")).encode(), [("guiyi-version", b"18446744073709551616")]),
    ],
)
def test_a_tombstone_needs_its_profile_and_version(
    key: bytes | None, headers: list[tuple[str, bytes]]
) -> None:
    with pytest.raises(Reject):
        list(READERS["profiles"](ARecord("profiles", None, key=key, headers=headers)))


def test_only_accounts_that_moved_get_a_row() -> None:
    merged = change(5, before={"p": ("a",), "q": ("b", "c")}, after={"q": ("a", "b", "c")})
    assert list(account_rows(merged)) == [("a", 5, id_of("q"), NOON)]
    split = change(6, before={"q": ("a", "b")}, after={"q": ("b",), "r": ("a",)})
    assert list(account_rows(split)) == [("a", 6, id_of("r"), NOON)]


def test_an_erased_account_is_left_without_a_profile() -> None:
    erased = change(7, before={"q": ("a",)}, after={}, kind=ChangeKind.ERASED)
    assert list(account_rows(erased)) == [("a", 7, NO_PROFILE, NOON)]


def test_a_row_that_cannot_travel_is_refused() -> None:
    with pytest.raises(Reject):
        encode(event_row(event(1, platform_type="\ud800")))
    huge = {"order": 2**70}
    row = event_row(event(1, insights=huge))
    assert json.loads(row[EVENTS.columns.index("insights")]) == huge
    assert encode(row)
