"""What Kuaishou's pushes and orders mean."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

LIVE: Mapping[str, EventType] = {
    "liveComment": EventType.LIVE_COMMENT,
    "giftSend": EventType.GIFT,
    "liveLike": EventType.LIKE,
}
"""By `push_type` of a push from a live room; any other becomes `custom` under its own name."""

ACCOUNT_EVENTS: Mapping[str, Ignored] = {
    "TEST": Ignored("the console's test of the address"),
    "AUTHORIZATION": Ignored("the brand's own authorization of the app"),
    "DEAUTHORIZATION": Ignored("the brand's own authorization of the app"),
}
"""By `event` of a webhook that comes from no live room, in capital letters."""

ORDERS: Mapping[str, tuple[str, EventType]] = {
    "order_placed": ("createTime", EventType.ORDER),
    "order_paid": ("payTime", EventType.PAYMENT),
}
"""Kind of raw event -> the field of a listed order that tells when, and what it means."""

ANCHOR = Ignored("done by the room's own streamer")

EVENT_TYPES: EventTypes = {
    **LIVE,
    "live event by the streamer": ANCHOR,
    **{f"event {name}": meaning for name, meaning in ACCOUNT_EVENTS.items()},
    **{name: meaning for name, (_, meaning) in ORDERS.items()},
}
