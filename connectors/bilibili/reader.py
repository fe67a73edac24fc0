"""From Bilibili's payloads to customer events."""

from connectors.bilibili import live
from connectors.bilibili.event_types import ANCHOR, ANSWER, LIVE, WEBHOOKS
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.sdk.times import from_iso
from schemas.errors import Reject
from schemas.event import Account, Context, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

_CONSENTS = {"authorize": True, "deauthorize": False}


def read(raw: RawEvent) -> Reading:
    """Read a message of the live room (`live`) or a call of the open platform (`webhook`).

    Raises:
        Reject: when it is neither or lacks what every one of them has.
    """
    payload = Payload(parse_object(raw.body_bytes))
    match raw.kind:
        case "live":
            return _read_live(raw, payload)
        case "webhook":
            return _read_webhook(raw, payload)
        case _:
            raise Reject("kind", "live or webhook", raw.kind)


def _read_live(raw: RawEvent, message: Payload) -> Reading:
    if message.text("cmd") is None and message.text("code"):
        return ANSWER
    kind = live.kind_of(message.required("cmd"))
    meaning = LIVE.get(kind, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    data = message.child("data")
    if (user := live.user_of(data).text("open_id")) and user == raw.headers.get("anchor"):
        return ANCHOR
    return (live.event_of(raw, kind, meaning, data),)


def _read_webhook(raw: RawEvent, call: Payload) -> Reading:
    kind = call.required("event")
    meaning = WEBHOOKS.get(kind, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    content = call.child("content")
    open_id, client_id = content.required("openid"), raw.source_account
    permits = content.text("permits")
    return (
        CustomerEvent(
            **origin_of(raw),
            type=meaning,
            platform_type=kind,
            occurred_at=from_iso(call.text("timestamp"), "timestamp"),
            account=Account.of(raw.platform, client_id, open_id),
            identifiers=(Identifier(type="bilibili_open_id", value=open_id, scope=client_id),),
            context=Context(attributes={"permits": permits} if permits else {}),
            consent={"bilibili_data": _CONSENTS[kind]} if kind in _CONSENTS else {},
        ),
    )
