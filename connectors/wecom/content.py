"""What a message of customer service or of the archive says, in whichever of their many types."""

from connectors.sdk.attributes import masked_url, without_personal
from connectors.sdk.payload import Payload
from schemas.event import Content

_ELSEWHERE = {
    "markdown": "info",
    "news": "info",
    "docmsg": "doc",
    "external_redpacket": "redpacket",
}
"""Message types whose content stands under another name."""

_ATTRIBUTES = {
    "title": "title",
    "menu_id": "menu_id",
    "product_id": "product_id",
    "order_id": "order_id",
    "app_id": "appid",
    "page": "pagepath",
    "play_seconds": "play_length",
    "format": "fileext",
}
"""Attribute -> field."""


def content_of(message: Payload, kind: str) -> Content:
    """The content of a message of type `kind`.

    Raises:
        Reject: when what should be text is something else.
    """
    said = message.child(_ELSEWHERE.get(kind, kind))
    attributes = {name: value for name, field in _ATTRIBUTES.items() if (value := said.text(field))}
    return Content(
        kind=kind,
        text=said.text("content", "address", "head_content", "desc", "description", "name"),
        url=masked_url(said.text("url", "link_url")),
        media_id=said.text("media_id", "sdkfileid"),
        attributes=without_personal(attributes),
    )


def place_of(message: Payload, kind: str) -> dict[str, str]:
    """Where the customer says to be, as traits."""
    if kind != "location":
        return {}
    place = message.child(kind)
    found = {name: place.text(name) for name in ("latitude", "longitude")}
    return {name: value for name, value in found.items() if value}
