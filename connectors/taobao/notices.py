"""What a message of the channel tells of a trade, a refund or a review."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, origin_of
from connectors.taobao.event_types import NOBODY, STEPS, TOPICS
from connectors.taobao.messages import Message
from connectors.taobao.people import account_of, account_of_thing, identifiers_of
from connectors.taobao.trades import step_id
from schemas.event import CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_KEPT = ("oid", "refund_id", "refund_phase", "type")


def events_of(raw: RawEvent, message: Message) -> Reading:
    """The event of a message, or why it is none."""
    meaning = TOPICS.get(message.topic, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    content = message.content
    trade_id, buyer = content.text("tid"), content.text("buyer_open_uid")
    if not (trade_id or buyer):
        return NOBODY
    app_key = raw.headers.get("app_key", raw.source_account)
    is_step = trade_id and message.topic in STEPS
    event_id = step_id(raw, trade_id, message.topic) if trade_id and is_step else None
    return (
        CustomerEvent(
            **origin_of(raw, event_id),
            type=meaning,
            platform_type=message.topic,
            occurred_at=message.published_at,
            account=account_of(raw.platform, app_key, buyer)
            if buyer
            else account_of_thing(raw.platform, app_key, f"order/{trade_id}"),
            identifiers=identifiers_of(app_key, buyer) if buyer else (),
            object=_order_of(content, trade_id) if trade_id else None,
            anonymous=not buyer,
        ),
    )


def _order_of(content: Payload, trade_id: str) -> ObjectRef:
    amount = content.number("refund_fee", "payment")
    kept = {name: value for name in _KEPT if (value := content.text(name))}
    if kept.get("oid") == trade_id:
        del kept["oid"]
    return ObjectRef(
        type="order",
        id=trade_id,
        amount=amount,
        currency=None if amount is None else "CNY",
        attributes=kept,
    )
