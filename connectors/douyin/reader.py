"""From Douyin's payloads to customer events."""

from connectors.douyin import live, webhooks
from connectors.douyin.comments import read_comment
from connectors.douyin.envelope import brand_of, content_of, kind_of
from connectors.douyin.event_types import COMMENT, EVENTS, KINDS, LIVE, LOGIN, NOBODY, OWN_DOING
from connectors.douyin.login import read_login
from connectors.douyin.raw_events import WEBHOOK
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading
from schemas.errors import Reject
from schemas.event import EventType
from schemas.raw import RawEvent


def read(raw: RawEvent) -> Reading:
    """Read a webhook, a live message, a listed comment, or a login.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    if raw.kind == WEBHOOK:
        return _read_webhook(raw, Payload(parse_object(raw.body_bytes)))
    if raw.kind in LIVE:
        message = Payload(parse_object(raw.body_bytes))
        is_own = message.text("sec_openid") == raw.headers.get("brand", "")
        return OWN_DOING if is_own else (live.event(raw, message),)
    if raw.kind == COMMENT:
        comment = Payload(parse_object(raw.body_bytes))
        return read_comment(raw, comment, COMMENT, raw.headers.get("brand"))
    if raw.kind == LOGIN:
        return (read_login(raw, Payload(parse_object(raw.body_bytes)), KINDS[LOGIN]),)
    raise Reject("kind", ", ".join((WEBHOOK, *LIVE, *KINDS)), raw.kind)


def _read_webhook(raw: RawEvent, call: Payload) -> Reading:
    content = content_of(call)
    kind = kind_of(call, content)
    name = call.required("event")
    meaning = EVENTS.get(kind) or EVENTS.get(name, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    if name == "item_comment_reply":
        return read_comment(raw, content, kind, brand_of(call, raw.headers))
    open_id = webhooks.customer_of(call, meaning)
    if open_id is not None and open_id == raw.headers.get("brand"):
        return OWN_DOING
    if open_id is not None:
        return (webhooks.event(raw, call, content, kind=kind, meaning=meaning, open_id=open_id),)
    order = webhooks.order_of_nobody(raw, call, content, kind=kind, meaning=meaning)
    return NOBODY if order is None else (order,)
