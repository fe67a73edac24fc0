"""What `user/info` says of a follower, as an event that identifies the account."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.wechat.people import identifiers_of
from schemas.event import Account, Context, CustomerEvent, EventType
from schemas.raw import RawEvent

_GENDERS = {"1": "male", "2": "female"}
_TRAITS = {
    "nickname": "nickname",
    "city": "city",
    "province": "province",
    "country": "country",
    "language": "language",
    "subscribe_scene": "subscribe_scene",
}
"""Trait -> field. Nickname and place have been empty since 2021-12-27. The operator's `remark` is
left out: it often is a real name, and nothing would mask it."""


def event_of(raw: RawEvent, user: Payload, meaning: EventType) -> CustomerEvent:
    """The follower as of the moment the platform was asked; it has no time of its own."""
    openid = user.required("openid")
    tags = user.content.get("tagid_list")
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type="user_info",
        occurred_at=raw.received_at,
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=identifiers_of(raw, openid, user.text("unionid")),
        traits=_traits(user),
        context=Context(scene=_scene(user), attributes={"tag_ids": tags} if tags else {}),
    )


def _traits(user: Payload) -> dict[str, str]:
    traits = {trait: value for trait, field in _TRAITS.items() if (value := user.text(field))}
    if gender := _GENDERS.get(user.text("sex") or ""):
        traits["gender"] = gender
    traits["subscribed"] = "true" if user.required("subscribe") == "1" else "false"
    return traits


def _scene(user: Payload) -> str | None:
    """The scene of the QR code that made the person follow; WeChat writes 0 for none."""
    number = user.text("qr_scene")
    return user.text("qr_scene_str") or (number if number != "0" else None)
