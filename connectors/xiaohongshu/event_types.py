"""What a shop's pushes and orders mean. A tag or status that is not listed becomes `custom`."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

STATUS_CHANGE = "msg_fulfillment_status_change"

GOODS = Ignored("about the shop's goods, not a customer's doing")

TAGS: EventTypes = {
    "msg_fulfillment_receiver_change": Ignored("the receiver is another, and comes encrypted"),
    "msg_fulfillment_seller_remark_change": Ignored("a note of the shop's own staff"),
    "msg_fulfillment_delivery_time_change": Ignored("when the shop has to deliver has changed"),
    "msg_item_create": GOODS,
    "msg_item_buyable": GOODS,
    "msg_item_audit_reject": GOODS,
    "msg_after_sale_create": EventType.REFUND,
    "msg_after_sale_update": EventType.CUSTOM,
    "msg_after_sale_transfer": EventType.CUSTOM,
}
"""By `msgTag`, but for changes of an order's status. A refund or return that is asked for."""

FACTS: Mapping[str, EventType] = {
    "placed": EventType.ORDER,
    "paid": EventType.PAYMENT,
    "partly_shipped": EventType.DELIVERY,
    "shipped": EventType.DELIVERY,
    "done": EventType.CUSTOM,
    "closed": EventType.CUSTOM,
    "cancelled": EventType.CUSTOM,
    "exchanged": EventType.CUSTOM,
}
"""What happened to an order. Each happens once, however often it is told."""

STATUSES: Mapping[str, str] = {
    "1": "placed",
    "2": "paid",
    "3": "paid",
    "4": "paid",
    "5": "partly_shipped",
    "6": "shipped",
    "7": "done",
    "8": "closed",
    "9": "cancelled",
    "10": "exchanged",
}
"""By `orderStatus`. Paid is one that is being processed (2), at the customs (3), or to be shipped
(4, which is pushed twice: to be shipped, and picked)."""

ASKED_FOR = Ignored("the signature does not cover it; the order is asked for, and tells it")

EVENT_TYPES: EventTypes = {
    **TAGS,
    **{f"order status {status}": FACTS[fact] for status, fact in STATUSES.items()},
    "msg_item_…, not listed": GOODS,
    f"{STATUS_CHANGE}, where orders are polled": ASKED_FOR,
}
