"""What Weibo's messages, events and lists mean. A type that is not listed becomes `custom`."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

MESSAGES: Mapping[str, EventType] = {
    "text": EventType.MESSAGE,
    "image": EventType.MESSAGE,
    "voice": EventType.MESSAGE,
    "position": EventType.MESSAGE,
}
"""By `type` of the fans service."""

EVENTS: Mapping[str, EventType] = {
    "follow": EventType.FOLLOW,
    "unfollow": EventType.UNFOLLOW,
    "subscribe": EventType.CONSENT_GIVEN,
    "unsubscribe": EventType.CONSENT_WITHDRAWN,
    "scan": EventType.SCAN,
    "scan_follow": EventType.FOLLOW,
    "click": EventType.CLICK,
    "view": EventType.VIEW,
    "mention": EventType.MENTION,
}
"""By `data.subtype`, for type `event`. (Un)subscribing is about receiving the brand's messages."""

POSTS: Mapping[str, EventType] = {
    "comment": EventType.COMMENT,
    "comment elsewhere": EventType.MENTION,
    "status": EventType.MENTION,
}
"""A comment under the brand's own post, one elsewhere that mentions the brand, a post that does."""

ERROR = Ignored("an error of the API; the poller acts on it")
DELETED = Ignored("deleted; nothing of it is left")
OWN = Ignored("said by the brand's own account")

EVENT_TYPES: EventTypes = {
    **{f"message {name}": meaning for name, meaning in MESSAGES.items()},
    **{f"event {name}": meaning for name, meaning in EVENTS.items()},
    **POSTS,
    "deleted post": DELETED,
    "post of the brand": OWN,
    "error": ERROR,
}
