"""What Bilibili's live messages and webhooks mean. A type that is not listed becomes `custom`."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes, Meaning
from connectors.sdk.reading import Ignored
from schemas.event import EventType

PREFIX = "LIVE_OPEN_PLATFORM_"

LIVE: Mapping[str, Meaning] = {
    "DM": EventType.LIVE_COMMENT,
    "SEND_GIFT": EventType.GIFT,
    "GUARD": EventType.GIFT,
    "SUPER_CHAT": EventType.GIFT,
    "LIKE": EventType.LIKE,
    "LIVE_ROOM_ENTER": EventType.LIVE_ENTER,
    "DM_MIRROR": Ignored("said in another room and shown here too"),
    "SUPER_CHAT_DEL": Ignored("the platform took messages back; it says not whose"),
    "LIVE_START": Ignored("the brand went live"),
    "LIVE_END": Ignored("the brand's live ended"),
    "INTERACTION_END": Ignored("the platform ended the session; the listener starts another"),
}
"""By `cmd` without its prefix. A guard 大航海 and a super chat are paid for, as gifts are."""

WEBHOOKS: Mapping[str, Meaning] = {
    "authorize": EventType.CONSENT_GIVEN,
    "deauthorize": EventType.CONSENT_WITHDRAWN,
    "verify_webhooks": Ignored("the platform checks the address"),
    "video_open": Ignored("about a video that the brand uploaded"),
    "video_fail": Ignored("about a video that the brand uploaded"),
}
"""By `event`."""

ANCHOR = Ignored("done by the room's own streamer")
ANSWER = Ignored("an answer of the API; the listener acts on it")

EVENT_TYPES: EventTypes = {
    **{f"live {name}": meaning for name, meaning in LIVE.items()},
    **{f"webhook {name}": meaning for name, meaning in WEBHOOKS.items()},
    "live by the streamer": ANCHOR,
    "answer": ANSWER,
}
