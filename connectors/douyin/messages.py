"""Private and group messages 私信: what was said, and what a contact card states."""

from connectors.sdk.payload import Payload
from schemas.event import Content, Identifier

_KINDS = {
    "user_local_image": "image",
    "user_local_video": "video",
    "retain_consult_card": "card",
}
"""`message_type` where the house has another word. Addresses of media are not sent."""

_CARD_TRAITS = {"姓名": "name", "城市": "city"}
_CARD_PHONES = frozenset({"手机号", "手机", "电话", "联系电话"})


def content_of(message: Payload) -> Content:
    """What was said."""
    kind = message.text("message_type") or "text"
    attributes = {
        "id": message.text("server_message_id"),
        "card_id": message.text("card_id"),
        "item_id": message.text("item_id"),
    }
    return Content(
        kind=_KINDS.get(kind, kind),
        text=message.text("text"),
        url=message.text("resource_url"),
        attributes={name: value for name, value in attributes.items() if value},
    )


def nickname_of(message: Payload, open_id: str) -> dict[str, str]:
    """The name of one of those who talk, as a trait."""
    for user in message.children("user_infos"):
        if user.text("open_id") == open_id and (name := user.text("nick_name")):
            return {"nickname": name}
    return {}


def card_traits_of(message: Payload) -> dict[str, str]:
    """What the customer wrote into a contact card 留资卡片: name and place."""
    return {
        trait: value
        for field in message.children("card_data")
        if (trait := _CARD_TRAITS.get(field.text("label") or "")) and (value := field.text("value"))
    }


def card_phones_of(message: Payload) -> tuple[Identifier, ...]:
    """The phones that the customer wrote into a contact card."""
    return tuple(
        Identifier(type="phone", value=value)
        for field in message.children("card_data")
        if field.text("label") in _CARD_PHONES and (value := field.text("value"))
    )
