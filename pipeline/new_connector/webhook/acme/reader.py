"""From Acme's callbacks to customer events."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.sdk.times import from_epoch
from pipeline.new_connector.webhook.acme.event_types import EVENT_TYPES
from schemas.errors import Reject
from schemas.event import Account, Content, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

KIND = "push"


def read(raw: RawEvent) -> Reading:
    """Read a callback.

    Raises:
        Reject: when it is none, or lacks what every one of them has.
    """
    if raw.kind != KIND:
        raise Reject("kind", KIND, raw.kind)
    payload = Payload(parse_object(raw.body_bytes))
    event = payload.required("event")
    meaning = EVENT_TYPES.get(event, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    user_id = payload.required("user_id")
    return (
        CustomerEvent(
            **origin_of(raw),
            type=meaning,
            platform_type=event,
            occurred_at=from_epoch(payload.text("time"), "time"),
            # The scope is where the id is unique: here each of the brand's accounts has its own.
            account=Account.of(raw.platform, raw.source_account, user_id),
            identifiers=_identifiers(payload),
            content=_content(payload),
        ),
    )


def _identifiers(payload: Payload) -> tuple[Identifier, ...]:
    """As stated: checking and normalizing them is the next step's business."""
    phone = payload.text("phone")
    return (Identifier(type="phone", value=phone),) if phone else ()


def _content(payload: Payload) -> Content | None:
    text = payload.text("text")
    return Content(text=text) if text else None
