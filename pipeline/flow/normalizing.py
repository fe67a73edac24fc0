"""Raw event → customer events: read by its platform, identifiers validated, text cleaned."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from connectors.registry import read
from connectors.sdk.reading import Ignored
from pipeline.flow.steps import Drop, Step
from pipeline.parsing import parse
from resolvers.identifiers import masked_phone, normalize
from schemas.errors import Reject
from schemas.event import CustomerEvent, Identifier, Problem
from schemas.raw import RawEvent

Events = tuple[CustomerEvent, ...]

MAX_ACCOUNT_ID = 512

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No customer event is older: such a time is a default, like a spreadsheet's zero date of 1899."""

MAX_CLOCK_LEAD = timedelta(hours=1)
"""A platform's clock may lead ours by this much; a later time is taken for wrong."""


def normalizing_steps(region: str) -> tuple[Step, ...]:
    """The steps from the bytes of a raw event to customer events.

    Args:
        region: of phone numbers that have no country code (ISO 3166, `CN`).
    """
    return (
        Step("parse_raw_event", parse_raw_event),
        Step("read_payload", read_payload),
        Step("check_account", _each(check_account)),
        Step("normalize_identifiers", _each(lambda event: normalize_identifiers(event, region))),
        Step("clean_text", _each(clean_text)),
        Step("check_time", _each(check_time)),
    )


def parse_raw_event(data: bytes | None) -> RawEvent:
    return parse(RawEvent, data)


def read_payload(raw: RawEvent) -> Events | Drop:
    reading = read(raw)
    return Drop(reading.reason) if isinstance(reading, Ignored) else reading


def check_account(event: CustomerEvent) -> CustomerEvent:
    """Refuse an account id that stores and topics could not carry as it is."""
    account_id = event.account.account_id
    if len(account_id) > MAX_ACCOUNT_ID or not account_id.isprintable():
        raise Reject("account_id", f"at most {MAX_ACCOUNT_ID} printable characters", account_id)
    return event


def normalize_identifiers(event: CustomerEvent, region: str) -> CustomerEvent:
    """Bring identifiers to their one form. An invalid one becomes a problem of the event.

    A masked phone identifies nobody; it becomes a trait, for comparing accounts.
    """
    kept: dict[tuple[str, str, str], Identifier] = {}
    problems: list[Problem] = []
    traits = dict(event.traits)
    for identifier in event.identifiers:
        try:
            found = normalize(identifier, region=region)
            kept[found.type, found.scope, found.value] = found
        except Reject as error:
            if identifier.type == "phone" and (masked := masked_phone(identifier.value)):
                traits.setdefault("masked_phone", masked)
            else:
                problems.append(Problem.of(error))
    return event.but(
        identifiers=tuple(kept.values()),
        traits=traits,
        problems=(*event.problems, *problems),
    )


def clean_text(event: CustomerEvent) -> CustomerEvent:
    """Bring text and traits to NFKC, without control characters and outer space."""
    changes: dict[str, object] = {}
    if event.content is not None and event.content.text is not None:
        text = _clean(event.content.text)
        if text != event.content.text:
            changes["content"] = event.content.but(text=text)
    if event.traits:
        traits = {name: text for name, value in event.traits.items() if (text := _clean(value))}
        if traits != event.traits:
            changes["traits"] = traits
    return event.but(**changes) if changes else event


def check_time(event: CustomerEvent) -> CustomerEvent:
    """Replace a time of occurrence that cannot be right by the time of receipt."""
    if EARLIEST <= event.occurred_at <= event.received_at + MAX_CLOCK_LEAD:
        return event
    problem = Problem(
        field="occurred_at",
        shape=f"{(event.occurred_at - event.received_at).total_seconds():.0f} s after receipt",
        expected=f"a time from {EARLIEST:%Y} to receipt",
    )
    return event.but(occurred_at=event.received_at, problems=(*event.problems, problem))


def _clean(text: str) -> str:
    text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
    if text.isprintable():
        return text
    return "".join(
        character for character in text if character in "\n\t\u200d" or _is_shown(character)
    )


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Co"}


def _each(step: Callable[[CustomerEvent], CustomerEvent]) -> Callable[[Events], Events]:
    return lambda events: tuple(map(step, events))
