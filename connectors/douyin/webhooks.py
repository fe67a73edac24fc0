"""Events of the open platform, but for comments."""

from connectors.douyin import messages
from connectors.douyin.envelope import time_of
from connectors.douyin.people import event_of
from connectors.sdk.amounts import CNY, yuan_of_fen
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from schemas.event import Account, Context, CustomerEvent, EventType, Identifier, ObjectRef
from schemas.raw import RawEvent

_TALK = frozenset({EventType.MESSAGE, EventType.REPLY})
_MEMBERSHIP = {"life_member_join": "true", "life_member_leave": "false"}
_CONSENTS = {EventType.CONSENT_GIVEN: True, EventType.CONSENT_WITHDRAWN: False}
_ORDER = "life_trade_order_notify"


def customer_of(call: Payload, meaning: EventType) -> str | None:
    """The customer's open_id: whom the brand wrote to, or else who acted."""
    return call.text("to_user_id" if meaning is EventType.REPLY else "from_user_id")


def event(
    raw: RawEvent, call: Payload, content: Payload, *, kind: str, meaning: EventType, open_id: str
) -> CustomerEvent:
    """What a customer did, or was told by the brand."""
    found = event_of(raw, open_id, kind, meaning, time_of(raw, content))
    name = call.required("event")
    said = meaning is EventType.MESSAGE
    return found.but(
        identifiers=(*found.identifiers, *_phones_of(name, content, said=said)),
        traits=_traits_of(name, content, open_id, said=said),
        content=messages.content_of(content) if meaning in _TALK else None,
        object=_object_of(name, content),
        context=_context_of(content),
        consent=_consent_of(content, meaning),
    )


def order_of_nobody(
    raw: RawEvent, call: Payload, content: Payload, *, kind: str, meaning: EventType
) -> CustomerEvent | None:
    """An order without its buyer; None where the call tells of none."""
    name = call.required("event")
    order = _object_of(name, content)
    if name != _ORDER or order is None or order.id is None:
        return None
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=kind,
        occurred_at=time_of(raw, content),
        account=Account.of(raw.platform, raw.source_account, f"order/{order.id}"),
        object=order,
        anonymous=True,
    )


def _phones_of(name: str, content: Payload, *, said: bool) -> tuple[Identifier, ...]:
    if name in _MEMBERSHIP:
        phone = content.text("mobile")
        return (Identifier(type="phone", value=phone),) if phone else ()
    return messages.card_phones_of(content) if said else ()


def _traits_of(name: str, content: Payload, open_id: str, *, said: bool) -> dict[str, str]:
    traits = messages.nickname_of(content, open_id)
    if name in _MEMBERSHIP:
        traits["member"] = _MEMBERSHIP[name]
    return traits | messages.card_traits_of(content) if said else traits


def _object_of(name: str, content: Payload) -> ObjectRef | None:
    """The video that was liked or shared, the order, the shop whose member one became."""
    if name in {"new_video_digg", "create_video"}:
        return ObjectRef(type="video", id=content.text("item_id"))
    if name in _MEMBERSHIP:
        return ObjectRef(type="shop", id=content.text("account_id"))
    if name == _ORDER:
        order = content.child("order")
        return ObjectRef(
            type="order",
            id=order.text("order_id"),
            amount=yuan_of_fen(order.number("pay_amount")),
            currency=CNY,
        )
    return None


def _context_of(content: Payload) -> Context:
    """The conversation, and from where the customer came into it."""
    scene = content.text("scene_type")
    return Context(
        session_id=content.text("conversation_short_id"),
        attributes={"scene_type": scene} if scene else {},
    )


def _consent_of(content: Payload, meaning: EventType) -> dict[str, bool]:
    """What the customer lets the app do, by Douyin's scopes; all of it where none is named."""
    given = _CONSENTS.get(meaning)
    if given is None:
        return {}
    scopes = content.content.get("scopes")
    named = (
        [scope for scope in scopes if isinstance(scope, str)] if isinstance(scopes, list) else []
    )
    return {f"douyin:{scope}": given for scope in named} or {"douyin": given}
