"""From a row of an export to a customer event: what a CRM record states about a person."""

from collections.abc import Iterator
from datetime import datetime

from connectors.crm.mapping import Mapping, Times
from connectors.crm.record import Record, record_id_of, time_of
from connectors.sdk.files.cells import clean, split
from connectors.sdk.json_text import parse_object
from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.sdk.times import from_iso
from schemas.errors import Reject
from schemas.event import Account, Context, CustomerEvent, EventType, Identifier, Problem
from schemas.raw import RawEvent

EVENT_TYPES: EventTypes = {
    "record": EventType.IDENTIFY,
    "manifest": Ignored("file manifest"),
}


def read(raw: RawEvent) -> Reading:
    """Read a row by the mapping that travels with it; a file's manifest gives no event.

    The event is a snapshot: it states all identifiers that the CRM has for the record.

    Raises:
        Reject: when the raw event is not one that the import wrote.
    """
    meaning = EVENT_TYPES.get(raw.kind)
    if meaning is None:
        raise Reject("kind", " or ".join(EVENT_TYPES), raw.kind)
    if isinstance(meaning, Ignored):
        return ()
    mapping = _mapping(raw)
    record = _record(raw)
    if mapping.deleted and clean(record.get(mapping.deleted.column, "")) in mapping.deleted.values:
        return Ignored("deleted in the CRM")
    record_id = record_id_of(record, mapping.record_id)
    if record_id is None:
        raise Reject("record id", "a value in " + " or ".join(mapping.record_id.columns))
    occurred_at, problems = _occurred_at(raw, record, mapping.occurred_at)
    return (
        CustomerEvent(
            **origin_of(raw),
            type=meaning,
            platform_type=raw.kind,
            occurred_at=occurred_at,
            account=Account.of(raw.platform, raw.source_account, record_id),
            identifiers=(
                Identifier(type="crm_id", value=record_id, scope=raw.source_account),
                *_identifiers(record, mapping),
            ),
            traits=mapping.constants | dict(_traits(record, mapping)),
            context=Context(attributes={"file": raw.headers.get("file", "")}),
            consent=dict(_consent(record, mapping)),
            snapshot=True,
            problems=problems,
        ),
    )


def _mapping(raw: RawEvent) -> Mapping:
    try:
        return Mapping.of_text(raw.headers["mapping"])
    except (KeyError, ValueError) as error:
        raise Reject("headers.mapping", "the mapping that the row was imported with") from error


def _record(raw: RawEvent) -> Record:
    record = parse_object(raw.body_bytes)
    for header, cell in record.items():
        if not isinstance(cell, str):
            raise Reject(f"body.{header}", "a cell's text", cell)
    return record


def _occurred_at(
    raw: RawEvent, record: Record, times: Times | None
) -> tuple[datetime, tuple[Problem, ...]]:
    """The row's own time; where it has none, the one the import gave it."""
    problems: tuple[Problem, ...] = ()
    try:
        if stated := time_of(record, times):
            return stated, ()
    except Reject as error:
        problems = (Problem.of(error),)
    return from_iso(raw.headers.get("stated_at"), "headers.stated_at"), problems


def _identifiers(record: Record, mapping: Mapping) -> Iterator[Identifier]:
    for kind, group in mapping.identifiers.items():
        for column in group.columns:
            for value in split(record.get(column, ""), group.split):
                yield Identifier(type=kind, value=value, scope=group.scope)


def _traits(record: Record, mapping: Mapping) -> Iterator[tuple[str, str]]:
    for name, group in mapping.traits.items():
        values = [
            value
            for column in group.columns
            for value in split(record.get(column, ""), group.split)
        ]
        if values:
            yield name, (group.split or group.join).join(values)


def _consent(record: Record, mapping: Mapping) -> Iterator[tuple[str, bool]]:
    for use, consent in mapping.consent.items():
        for column, means in ((consent.opted_in, True), (consent.opted_out, False)):
            answer = clean(record.get(column, "")) if column else ""
            if answer in consent.yes:
                yield use, means
            elif answer in consent.no:
                yield use, not means
