"""What an Official Account's pushes tell beside who and when."""

from connectors.sdk.payload import Payload
from schemas.event import ObjectRef

_SCENE_PREFIX = "qrscene_"
_PLACE_FIELDS = {"latitude": ("Latitude", "Location_X"), "longitude": ("Longitude", "Location_Y")}


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


def scene_of(message: Payload, kind: str) -> str | None:
    """The scene of the QR code that was scanned: prefixed when that made the person follow."""
    key = message.text("EventKey")
    if kind == "SCAN" or (kind == "subscribe" and key and key.startswith(_SCENE_PREFIX)):
        return key.removeprefix(_SCENE_PREFIX) if key else None
    return None
