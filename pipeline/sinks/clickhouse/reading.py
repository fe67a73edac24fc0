"""Records of the topics as rows of the tables they belong to."""

from collections.abc import Callable, Iterator, Mapping

from pipeline.parsing import parse
from pipeline.record import Record
from pipeline.sinks.clickhouse.rows.events import EVENTS, event_row
from pipeline.sinks.clickhouse.rows.identity_changes import (
    ACCOUNT_PROFILES,
    IDENTITY_CHANGES,
    account_rows,
    change_row,
)
from pipeline.sinks.clickhouse.rows.profiles import PROFILES, profile_row, tombstone_row
from pipeline.sinks.clickhouse.rows.table import Row, Table
from schemas import topics
from schemas.event import ResolvedEvent
from schemas.identity import IdentityChange
from schemas.profile import Profile

Reader = Callable[[Record], Iterator[tuple[Table, Row]]]
"""Gives the rows of one record. Raises `Reject` when it cannot be read."""


def resolved_event(record: Record) -> Iterator[tuple[Table, Row]]:
    """One row of `events`."""
    yield EVENTS, event_row(parse(ResolvedEvent, record.value))


def profile(record: Record) -> Iterator[tuple[Table, Row]]:
    """One row of `profiles`, for a tombstone too."""
    if record.value is None:
        yield PROFILES, tombstone_row(record.key, record.headers)
    else:
        yield PROFILES, profile_row(parse(Profile, record.value))


def identity_change(record: Record) -> Iterator[tuple[Table, Row]]:
    """One row of `identity_changes`, and one of `account_profiles` for each account that moved."""
    change = parse(IdentityChange, record.value)
    yield IDENTITY_CHANGES, change_row(change)
    for row in account_rows(change):
        yield ACCOUNT_PROFILES, row


READERS: Mapping[str, Reader] = {
    topics.RESOLVED_EVENTS.name: resolved_event,
    topics.PROFILES.name: profile,
    topics.IDENTITY_CHANGES.name: identity_change,
}
"""Every topic that goes to ClickHouse."""
