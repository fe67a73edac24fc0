"""Events of Snowplow trackers (tracker protocol of docs.snowplow.io)."""

from collections.abc import Iterator
from datetime import datetime

from connectors.sdk.attributes import masked_url
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, origin_of
from connectors.sdk.times import from_epoch
from connectors.web.clock import occurred_at, or_when_received
from connectors.web.event_types import SNOWPLOW, TRACKED, words_of
from connectors.web.people import account_of, id_of, own_identifiers
from connectors.web.shop import object_of
from connectors.web.snowplow_parts import campaign_of, entities, named_event
from schemas.event import Context, CustomerEvent, EventType, Identifier, ObjectRef
from schemas.raw import RawEvent


def read_snowplow(raw: RawEvent, event: Payload) -> CustomerEvent | Ignored:
    """One event, given as parameter -> value.

    Raises:
        Reject: when it is no event, names nobody or has a part that cannot be read.
    """
    kind = event.required("e")
    meaning = SNOWPLOW.get(kind, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    name, properties = named_event(kind, event)
    meaning = TRACKED.get(words_of(name), meaning)
    user_id, browser_ids = id_of(event, "uid"), (id_of(event, "duid"), id_of(event, "nuid"))
    found, problems = object_of(words_of(name), meaning, properties)
    at, doubts = or_when_received(raw, lambda: _occurred_at(raw, event))
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=name,
        occurred_at=at,
        account=account_of(raw, user_id, browser_ids[0] or browser_ids[1]),
        identifiers=(*own_identifiers(raw, user_id, browser_ids), *_device_identifiers(event)),
        object=found or _page_of(event),
        context=_context_of(raw, event),
        problems=(*problems, *doubts),
    )


def _page_of(event: Payload) -> ObjectRef:
    return ObjectRef(type="page", title=event.text("page"), url=masked_url(event.text("url")))


def _device_identifiers(event: Payload) -> Iterator[Identifier]:
    """Ids that trackers in apps add to their events."""
    mobile = entities(event).get("mobile_context", Payload({}))
    if device_id := id_of(mobile, "appleIdfv"):
        yield Identifier(type="device_id", value=device_id)
    if advertising_id := id_of(mobile, "appleIdfa", "androidIdfa"):
        yield Identifier(type="advertising_id", value=advertising_id)


def _occurred_at(raw: RawEvent, event: Payload) -> datetime:
    """The tracker's true time where given, else the device's put right."""
    if event.text("ttm"):
        return min(from_epoch(event.text("ttm"), "ttm"), raw.received_at)
    if event.text("dtm") is None:
        return raw.received_at
    sent = from_epoch(event.text("stm"), "stm") if event.text("stm") else None
    return occurred_at(from_epoch(event.text("dtm"), "dtm"), sent, raw.received_at)


def _context_of(raw: RawEvent, event: Payload) -> Context:
    attributes = {
        "timezone": event.text("tz"),
        "library": event.text("tv"),
        "app_id": event.text("aid"),
        "device_platform": event.text("p"),
        "visit": event.text("vid"),
    }
    return Context(
        ip=event.text("ip") or raw.headers.get("ip"),
        user_agent=event.text("ua") or raw.headers.get("user_agent"),
        locale=event.text("lang"),
        page_url=masked_url(event.text("url")),
        referrer=masked_url(event.text("refr")),
        session_id=event.text("sid"),
        campaign=campaign_of(event.text("url")),
        attributes={name: value for name, value in attributes.items() if value is not None},
    )
