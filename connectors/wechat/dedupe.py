"""Which pushes are deliveries of one event."""

from connectors.sdk.payload import Payload
from connectors.wechat.people import openid_of
from connectors.wechat.templates import templates_of

_ABOUT_TEMPLATES = "subscribe_msg_"
_ABOUT = ("EventKey", "MsgID", "CardId", "UserCardCode", "TransId", "OrderId")
"""Fields that tell two events of one second apart."""


def identify(message: Payload) -> tuple[str, str]:
    """Who acted, and WeChat's advice: MsgId for messages; for events, which have none, who, when
    and what.

    Events about message templates come several a second, and of a cart several orders: the
    templates and the orders in `Data` tell them apart.

    Raises:
        Reject: when the message says neither.
    """
    openid = openid_of(message)
    if message_id := message.text("MsgId"):
        return openid, f"message:{message_id}"
    kind = message.text("Event") or message.required("MsgType")
    templates = templates_of(message) if kind.startswith(_ABOUT_TEMPLATES) else ()
    data = message.content.get("Data")
    parts = (
        openid,
        message.required("CreateTime"),
        kind,
        *(message.text(name) or "" for name in _ABOUT),
        (Payload(data, "Data").text("order_id") or "") if isinstance(data, dict) else "",
        *(
            template.text(name) or ""
            for template in templates
            for name in ("TemplateId", "SubscribeStatusString", "MsgID")
        ),
    )
    return openid, "event:" + "\x1f".join(parts)
