"""What the calls of tracking libraries mean. An event that is not listed becomes `custom`."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

CALLS: Mapping[str, EventType] = {
    "identify": EventType.IDENTIFY,
    "alias": EventType.IDENTIFY,
    "page": EventType.VIEW,
    "screen": EventType.VIEW,
    "group": EventType.JOIN_GROUP,
    "track": EventType.CUSTOM,
}
"""By `type` of a Segment call; of `track`, `TRACKED` knows more."""

TRACKED: Mapping[str, EventType] = {
    "product viewed": EventType.VIEW,
    "product list viewed": EventType.VIEW,
    "promotion viewed": EventType.VIEW,
    "product clicked": EventType.CLICK,
    "promotion clicked": EventType.CLICK,
    "product added": EventType.CART,
    "add to cart": EventType.CART,
    "product removed": EventType.CART,
    "remove from cart": EventType.CART,
    "cart viewed": EventType.CART,
    "checkout started": EventType.CART,
    "cart shared": EventType.SHARE,
    "product shared": EventType.SHARE,
    "product added to wishlist": EventType.COLLECT,
    "order placed": EventType.ORDER,
    "order completed": EventType.ORDER,
    "order paid": EventType.PAYMENT,
    "payment completed": EventType.PAYMENT,
    "order refunded": EventType.REFUND,
    "product reviewed": EventType.REVIEW,
    "application opened": EventType.VISIT,
}
"""By `event` of a track call or the schema name of a Snowplow event, as `words_of` gives it."""

SNOWPLOW: EventTypes = {
    "pv": EventType.VIEW,
    "tr": EventType.ORDER,
    "se": EventType.CUSTOM,
    "ue": EventType.CUSTOM,
    "pp": Ignored("says every few seconds that a page is still open"),
    "ti": Ignored("an item of an order, which is an event of its own"),
}
"""By `e` of a Snowplow event; of `se` and `ue`, `TRACKED` knows more."""

EVENT_TYPES: EventTypes = {
    **{f"segment {name}": meaning for name, meaning in CALLS.items()},
    **{f"event {name}": meaning for name, meaning in TRACKED.items()},
    **{f"snowplow {name}": meaning for name, meaning in SNOWPLOW.items()},
}


def words_of(name: str) -> str:
    """The form in which `TRACKED` names an event: `Add_To-Cart` is `add to cart`."""
    return " ".join(name.replace("_", " ").replace("-", " ").lower().split())
