"""What a message of the live room tells: who did what, and what was paid."""

from decimal import Decimal

from connectors.bilibili.event_types import PREFIX
from connectors.bilibili.people import account_of, identifiers_of, traits_of
from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from schemas.event import Content, Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_PRICE_OF_A_YUAN = 1000
_STICKER = "1"


def user_of(data: Payload) -> Payload:
    """Who acted: of a guard in an object of its own, else among the other fields."""
    return data.child("user_info") if data.content.get("user_info") else data


def event_of(raw: RawEvent, kind: str, meaning: EventType, data: Payload) -> CustomerEvent:
    """The event; `kind` is `cmd` without its prefix."""
    user, app_id = user_of(data), raw.source_account
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=kind,
        occurred_at=from_epoch(data.text("timestamp"), "data.timestamp"),
        account=account_of(raw.platform, app_id, user),
        identifiers=identifiers_of(app_id, raw.headers.get("developer", app_id), user),
        traits=traits_of(user),
        content=_content_of(kind, data),
        object=_object_of(kind, data),
        context=_context_of(data),
    )


def kind_of(cmd: str) -> str:
    """A command's name without what all of them begin with."""
    return cmd.removeprefix(PREFIX)


def _content_of(kind: str, data: Payload) -> Content | None:
    if kind == "DM":
        is_sticker = data.text("dm_type") == _STICKER
        answered = data.text("reply_open_id")
        return Content(
            kind="sticker" if is_sticker else "text",
            text=data.text("msg"),
            url=data.text("emoji_img_url") if is_sticker else None,
            attributes={"reply_to_open_id": answered} if answered else {},
        )
    if kind == "SUPER_CHAT":
        return Content(text=data.text("message"))
    return None


def _object_of(kind: str, data: Payload) -> ObjectRef:
    """What was given, or the room."""
    match kind:
        case "SEND_GIFT":
            is_paid = data.text("paid") in ("true", "1")
            return ObjectRef(
                type="gift",
                id=data.text("gift_id"),
                title=data.text("gift_name"),
                amount=_paid(data, "gift_num") if is_paid else None,
                currency="CNY" if is_paid else None,
                attributes=_stated(data, "gift_num", "paid", "combo_gift"),
            )
        case "GUARD":
            return ObjectRef(
                type="guard",
                id=data.text("guard_level"),
                amount=_paid(data, "guard_num"),
                currency="CNY",
                attributes=_stated(data, "guard_num", "guard_unit"),
            )
        case "SUPER_CHAT":
            return ObjectRef(
                type="super_chat",
                id=data.text("message_id"),
                amount=data.number("rmb"),
                currency="CNY",
            )
        case _:
            return ObjectRef(
                type="live_room",
                id=data.text("room_id"),
                attributes=_stated(data, "like_count"),
            )


def _paid(data: Payload, count: str) -> Decimal | None:
    """In yuan: the price of one, as it was really paid where that is stated, times how many."""
    price = data.number("r_price", "price")
    return None if price is None else price * (data.number(count) or 1) / _PRICE_OF_A_YUAN


def _context_of(data: Payload) -> Context:
    names = ["room_id", "guard_level"]
    if data.text("fans_medal_wearing_status") == "true":
        names.append("fans_medal_level")
    return Context(attributes=_stated(data, *names))


def _stated(data: Payload, *names: str) -> dict[str, str]:
    return {name: value for name in names if (value := data.text(name)) is not None}
