"""Messages to put on the topics."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from pipeline.record import Record
from pipeline.sinks.clickhouse.reading import READERS
from pipeline.sinks.clickhouse.rows.table import Row, Table
from schemas.event import Account, Content, EventType, ObjectRef, ResolvedEvent
from schemas.identity import ChangeKind, IdentityChange, Membership
from schemas.profile import Profile, ProfileAccount, ProfileIdentifier, ProfileTrait

NAMESPACE = UUID("11111111-2222-5333-8444-555555555555")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def id_of(name: object) -> UUID:
    return uuid5(NAMESPACE, str(name))


def event(number: int, **fields: Any) -> ResolvedEvent:
    """The event of this number: always the same one, by one of ten accounts."""
    given: dict[str, Any] = {
        "event_id": id_of(f"event {number}"),
        "platform": "web",
        "source_account": "shop",
        "type": EventType.ORDER,
        "platform_type": "Order Completed",
        "occurred_at": NOON + timedelta(minutes=number),
        "received_at": NOON + timedelta(minutes=number, seconds=1),
        "account": Account.of("web", "shop", f"user/{number % 10}"),
        "content": Content(text="你好 \"'\n"),
        "object": ObjectRef(
            type="product", id="9007199254740993", amount=Decimal("19.90"), currency="CNY"
        ),
        "profile_id": id_of(f"profile {number % 10}"),
        "resolved_by": "deterministic",
        "policy_version": "p1",
    }
    return ResolvedEvent(**{**given, **fields})


def profile(name: str, version: int, **fields: Any) -> Profile:
    given: dict[str, Any] = {
        "profile_id": id_of(name),
        "version": version,
        "created_at": NOON,
        "first_seen": NOON,
        "last_seen": NOON,
        "accounts": (
            ProfileAccount(
                account_id="web:shop:1", platform="web", first_seen=NOON, last_seen=NOON
            ),
        ),
        "identifiers": (
            ProfileIdentifier(
                type="phone",
                value="138****1234",
                hash="ab",
                accounts=("web:shop:1",),
                first_seen=NOON,
                last_seen=NOON,
            ),
        ),
        "traits": {"city": ProfileTrait(value="上海", account_id="web:shop:1", stated_at=NOON)},
        "counters": {"events": version},
        "policy_version": "p1",
    }
    return Profile(**{**given, **fields})


def change(
    version: int,
    *,
    before: Mapping[str, tuple[str, ...]],
    after: Mapping[str, tuple[str, ...]],
    kind: ChangeKind = ChangeKind.MERGED,
) -> IdentityChange:
    """A change between profiles by name, each with its accounts."""

    def memberships(profiles: Mapping[str, tuple[str, ...]]) -> tuple[Membership, ...]:
        return tuple(
            Membership(profile_id=id_of(name), accounts=accounts)
            for name, accounts in profiles.items()
        )

    return IdentityChange(
        change_id=id_of(f"change {version}"),
        kind=kind,
        profile_id=id_of(next(iter({**after, **before}))),
        version=version,
        changed_at=NOON,
        before=memberships(before),
        after=memberships(after),
        policy_version="p1",
    )


def damaged(record: Record) -> Iterator[tuple[Table, Row]]:
    """A row that no check of ours was made for."""
    for table, row in READERS["resolved-events"](record):
        at = table.columns.index("amount")
        yield table, (*row[:at], "13800138000元", *row[at + 1 :])
