"""What the tags of Doudian's messages mean. A tag that is not listed becomes `custom`."""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

TAGS: EventTypes = {
    "0": Ignored("the console's test message"),
    "100": EventType.ORDER,
    "101": EventType.CUSTOM,
    "102": EventType.DELIVERY,
    "103": EventType.CUSTOM,
    "106": EventType.CUSTOM,
    "110": EventType.PAYMENT,
    "200": EventType.REFUND,
    "206": EventType.CUSTOM,
}
"""By `tag`: the order is created, confirmed, shipped, complete, cancelled, paid; a refund is asked
for, closed. One order counts as an order once, when it is created."""

EVENT_TYPES: EventTypes = {f"tag {tag}": meaning for tag, meaning in TAGS.items()}
