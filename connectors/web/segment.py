"""Segment-style calls: identify, track, page, screen, group, alias."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.sdk.attributes import masked_url, without_personal
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_iso
from connectors.web.clock import occurred_at, or_when_received
from connectors.web.event_types import CALLS, TRACKED, words_of
from connectors.web.people import (
    account_of,
    device_identifiers,
    id_of,
    own_identifiers,
)
from connectors.web.shop import object_of
from connectors.web.traits import read_traits
from schemas.errors import Reject
from schemas.event import Context, CustomerEvent, EventType, ObjectRef, Problem
from schemas.raw import RawEvent

_DESCRIBED = {
    "library": ("library", "name"),
    "device_type": ("device", "type"),
    "os": ("os", "name"),
    "app_version": ("app", "version"),
}
"""Attribute -> where the context tells it."""


def read_segment(raw: RawEvent) -> CustomerEvent:
    """One call. The batch that it came in is in the raw event's headers.

    Raises:
        Reject: when it is no call, names nobody or has a time that cannot be read.
    """
    content = parse_object(raw.body_bytes)
    batch = _batch_of(raw)
    call = Payload(content)
    context = Payload(_merged(batch.get("context"), content.get("context")), "context")
    kind = call.text("type") or raw.headers.get("call") or call.required("type")
    meaning = CALLS.get(kind)
    if meaning is None:
        raise Reject("type", "one of " + ", ".join(CALLS), kind)
    user_id, anonymous_id = id_of(call, "userId"), id_of(call, "anonymousId")
    name = call.required("event") if kind == "track" else kind
    words = words_of(name)
    if kind == "track":
        meaning = TRACKED.get(words, meaning)
    # Traits of a group call are the group's; every call may carry the person's in its context.
    own_traits = call.child("traits").content if kind in {"identify", "alias"} else {}
    stated = Payload(_merged(context.content.get("traits"), own_traits), "traits")
    identifiers, traits = read_traits(raw, stated)
    found, problems = _object_of(call, kind, words, meaning)
    at, doubts = or_when_received(raw, lambda: _occurred_at(raw, call, batch))
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=name,
        occurred_at=at,
        account=account_of(raw, user_id, anonymous_id),
        identifiers=(
            *own_identifiers(raw, user_id, (anonymous_id, id_of(call, "previousId"))),
            *device_identifiers(context),
            *identifiers,
        ),
        traits=traits,
        object=found,
        context=_context_of(raw, context),
        consent=_consent_of(context),
        problems=(*problems, *doubts),
    )


def _batch_of(raw: RawEvent) -> Mapping[str, Any]:
    shared = raw.headers.get("batch")
    return {} if shared is None else parse_object(shared.encode(), "headers.batch")


def _object_of(
    call: Payload, kind: str, words: str, meaning: EventType
) -> tuple[ObjectRef | None, tuple[Problem, ...]]:
    properties = call.child("properties")
    match kind:
        case "track":
            return object_of(words, meaning, properties)
        case "page" | "screen":
            return ObjectRef(
                type=kind,
                id=call.text("name"),
                title=properties.text("title") or call.text("name"),
                url=masked_url(properties.text("url")),
                attributes=without_personal(
                    {k: v for k, v in properties.content.items() if k not in {"title", "url"}}
                ),
            ), ()
        case "group":
            group = call.child("traits")
            rest = {k: v for k, v in group.content.items() if k != "name"}
            return ObjectRef(
                type="group",
                id=call.required("groupId"),
                title=group.text("name"),
                attributes=without_personal(rest),
            ), ()
        case _:
            return None, ()


def _occurred_at(raw: RawEvent, call: Payload, batch: Mapping[str, Any]) -> datetime:
    stated = call.text("originalTimestamp", "timestamp")
    sent = call.text("sentAt") or Payload(batch).text("sentAt")
    if stated is None:
        return raw.received_at
    return occurred_at(
        from_iso(stated, "timestamp"),
        from_iso(sent, "sentAt") if sent else None,
        raw.received_at,
    )


def _context_of(raw: RawEvent, context: Payload) -> Context:
    attributes: dict[str, str] = {}
    if timezone := context.text("timezone"):
        attributes["timezone"] = timezone
    for name, (child, field) in _DESCRIBED.items():
        if value := _within(context, child, field):
            attributes[name] = value
    campaign = context.child("campaign") if "campaign" in context.content else Payload({})
    return Context(
        ip=context.text("ip") or raw.headers.get("ip"),
        user_agent=context.text("userAgent") or raw.headers.get("user_agent"),
        locale=context.text("locale"),
        page_url=masked_url(_within(context, "page", "url")),
        referrer=masked_url(_within(context, "page", "referrer")),
        session_id=context.text("sessionId"),
        campaign={name: value for name in campaign.content if (value := campaign.text(name))},
        attributes=attributes,
    )


def _within(context: Payload, child: str, field: str) -> str | None:
    return context.child(child).text(field) if child in context.content else None


def _consent_of(context: Payload) -> dict[str, bool]:
    """Segment's consent manager: use -> whether the person agreed."""
    if "consent" not in context.content:
        return {}
    stated = context.child("consent").child("categoryPreferences").content
    return {use: agreed for use, agreed in stated.items() if isinstance(agreed, bool)}


def _merged(general: Any, own: Any) -> Mapping[str, Any]:  # noqa: ANN401 (JSON may hold anything)
    """The batch's context with the call's own over it."""
    if not general or not isinstance(general, dict):
        return own if isinstance(own, dict) else {}
    return {**general, **own} if isinstance(own, dict) else general
