"""What Meituan's reviews and orders mean."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

REVIEWS: Mapping[str, EventType] = {
    "review": EventType.REVIEW,
    "addition": EventType.REVIEW,
    "reply": EventType.REPLY,
}
"""A review, what its author added later, and the brand's reply to it."""

ORDERS: EventTypes = {
    "1": EventType.ORDER,
    "2": EventType.ORDER,
    "3": Ignored("the shop has received the order; nothing that a customer did"),
    "4": Ignored("the shop has accepted the order; nothing that a customer did"),
    "6": EventType.DELIVERY,
    "8": EventType.CUSTOM,
    "9": EventType.CUSTOM,
}
"""By status: submitted, paid and told to the shop, received, accepted, on its way, complete,
cancelled. One that is not listed becomes `custom`."""

EVENT_TYPES: EventTypes = {
    **REVIEWS,
    **{f"order {status}": meaning for status, meaning in ORDERS.items()},
}
