"""What a mini program's pushes tell beside who and when."""

from connectors.sdk.attributes import masked_url
from connectors.sdk.payload import Payload
from connectors.wechat.push import content_of as common_content_of
from schemas.event import Content, Context, ObjectRef
from schemas.personal import mask_text

_CARD = "miniprogrampage"
_SHOP_ORDERS = frozenset({"cooperation_shop_order", "related_shop_order_submission"})


def content_of(message: Payload) -> Content | None:
    """What a message says; of a card of the mini program its title."""
    content = common_content_of(message)
    if content is None or content.kind != _CARD:
        return content
    thumbnails = {
        "thumbnail_url": message.text("ThumbUrl"),
        "thumbnail_media_id": message.text("ThumbMediaId"),
    }
    return Content(
        kind=_CARD,
        text=message.text("Title"),
        attributes={name: value for name, value in thumbnails.items() if value is not None},
    )


def object_of(message: Payload, kind: str) -> ObjectRef | None:
    """What it is about: the page of a card, a message that was sent, an order in a shop."""
    if kind == _CARD:
        app_id = message.text("AppId")
        return ObjectRef(
            type="miniprogram_page",
            id=masked_url(message.text("PagePath")),
            title=message.text("Title"),
            attributes={"app_id": app_id} if app_id else {},
        )
    if kind in _SHOP_ORDERS:
        order = message.child("Data")
        shop = order.text("shop_appid")
        return ObjectRef(
            type="order",
            id=order.text("order_id"),
            attributes={"shop_app_id": shop} if shop else {},
        )
    return None


def context_of(message: Payload) -> Context:
    """From where a customer came into the conversation: free text of the mini program's own."""
    came_from = message.text("SessionFrom")
    return Context(attributes={"session_from": mask_text(came_from)} if came_from else {})
