"""The parts of a pushed message or event."""

from collections.abc import Iterator

from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from schemas.event import Account, Content, Context, CustomerEvent, EventType, Identifier, ObjectRef
from schemas.raw import RawEvent

_SCENE_PREFIX = "qrscene_"
_PLACE_FIELDS = {"latitude": ("Latitude", "Location_X"), "longitude": ("Longitude", "Location_Y")}


def event_of(raw: RawEvent, message: Payload, kind: str, meaning: EventType) -> CustomerEvent:
    """What every push has: who, when, and through which scene."""
    openid = openid_of(message)
    return CustomerEvent(
        event_id=raw.event_id,
        platform=raw.platform,
        source_account=raw.source_account,
        type=meaning,
        platform_type=kind,
        occurred_at=from_epoch(message.text("CreateTime"), "CreateTime"),
        received_at=raw.received_at,
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=identifiers_of(raw, openid, message.text("UnionId", "unionid")),
        context=Context(scene=_scene(message, kind)),
    )


def openid_of(message: Payload) -> str:
    """Who acted. A revocation comes from WeChat itself and names the customer apart.

    Raises:
        Reject: when the message names nobody.
    """
    return message.text("OpenID") or message.required("FromUserName")


def choices_of(message: Payload) -> Iterator[Payload]:
    """What the customer chose of message templates, one by one."""
    for name in ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent"):
        yield from message.child(name).children("List")


def identifiers_of(raw: RawEvent, openid: str, unionid: str | None) -> tuple[Identifier, ...]:
    """The openid within its Official Account, the unionid within its Open Platform account."""
    own = Identifier(type="openid", value=openid, scope=raw.source_account)
    if unionid is None:
        return (own,)
    scope = raw.headers.get("open_platform", "")
    return (own, Identifier(type="unionid", value=unionid, scope=scope))


def content_of(message: Payload) -> Content | None:
    """What a message says; None for an event. A voice's text is WeChat's own recognition."""
    kind = message.required("MsgType")
    if kind == "event":
        return None
    attributes = {
        "format": message.text("Format"),
        "thumbnail_media_id": message.text("ThumbMediaId"),
        "title": message.text("Title"),
        "scale": message.text("Scale"),
    }
    return Content(
        kind=kind,
        text=message.text("Content", "Recognition", "Label", "Description"),
        url=message.text("PicUrl", "Url"),
        media_id=message.text("MediaId"),
        attributes={name: value for name, value in attributes.items() if value is not None},
    )


def object_of(message: Payload, kind: str) -> ObjectRef | None:
    """What an event is about: a menu entry, a page, a QR code, a message that was sent."""
    key = message.text("EventKey")
    menu = {"menu_id": menu_id} if (menu_id := message.text("MenuId")) else {}
    match kind:
        case "VIEW":
            found = ObjectRef(type="page", url=key, attributes=menu)
        case "view_miniprogram":
            found = ObjectRef(type="miniprogram_page", id=key, attributes=menu)
        case "CLICK" | "pic_sysphoto" | "pic_photo_or_album" | "pic_weixin" | "location_select":
            found = ObjectRef(type="menu_item", id=key, attributes=menu)
        case "scancode_push" | "scancode_waitmsg":
            scanned = message.child("ScanCodeInfo")
            code_type = scanned.text("ScanType")
            attributes = {"scan_type": code_type} if code_type else {}
            found = ObjectRef(type="code", id=scanned.text("ScanResult"), attributes=attributes)
        case "TEMPLATESENDJOBFINISH":
            attributes = {"status": message.required("Status")}
            found = ObjectRef(
                type="template_message", id=message.text("MsgID"), attributes=attributes
            )
        case "merchant_order":
            found = ObjectRef(type="order", id=message.text("OrderId"))
        case _ if card := message.text("CardId"):
            found = ObjectRef(type="card", id=card)
        case _:
            return None
    return found


def traits_of(message: Payload, kind: str) -> dict[str, str]:
    """What an event tells of the account: whether it follows, and where it is."""
    traits = {
        name: value for name, fields in _PLACE_FIELDS.items() if (value := message.text(*fields))
    }
    if kind in {"subscribe", "unsubscribe"}:
        traits["subscribed"] = "true" if kind == "subscribe" else "false"
    return traits


def _scene(message: Payload, kind: str) -> str | None:
    """The scene of the QR code that was scanned: prefixed when that made the person follow."""
    key = message.text("EventKey")
    if kind == "SCAN" or (kind == "subscribe" and key and key.startswith(_SCENE_PREFIX)):
        return key.removeprefix(_SCENE_PREFIX) if key else None
    return None
