"""What the tags of Doudian's messages mean. A tag that is not listed becomes `custom`."""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

_SELLER = Ignored("the seller's doing, not a customer's")

TAGS: EventTypes = {
    "0": Ignored("the console's test message"),
    "100": EventType.ORDER,
    "101": EventType.ORDER,
    "102": _SELLER,
    "103": EventType.ORDER,
    "106": EventType.ORDER,
    "110": EventType.PAYMENT,
    "200": EventType.REFUND,
    "206": EventType.CUSTOM,
}
"""By `tag`: the order is created, confirmed, shipped, complete, cancelled, paid; a refund is asked
for, closed."""

EVENT_TYPES: EventTypes = {f"tag {tag}": meaning for tag, meaning in TAGS.items()}
