"""What Douyin's events mean. An event that is not listed becomes `custom` under its own name.

Where an event tells by a field what was done, its value follows the name.
"""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

_OPERATOR = Ignored("about the brand's own account, not a customer's doing")

EVENTS: EventTypes = {
    "im_receive_msg": EventType.MESSAGE,
    "im_group_receive_msg": EventType.MESSAGE,
    "receive_msg": EventType.MESSAGE,
    "im_send_msg": EventType.REPLY,
    "im_group_send_msg": Ignored("said by the brand to a group, not to a customer"),
    "im_enter_direct_msg": EventType.VISIT,
    "enter_direct_msg": EventType.VISIT,
    "item_comment_reply": EventType.COMMENT,
    "new_follow_action 1": EventType.FOLLOW,
    "new_follow_action 2": EventType.UNFOLLOW,
    "new_video_digg 1": EventType.LIKE,
    "new_video_digg 2": Ignored("a like taken back"),
    "create_video": EventType.SHARE,
    "authorize": EventType.CONSENT_GIVEN,
    "unauthorize": EventType.CONSENT_WITHDRAWN,
    "dial_phone": EventType.CLICK,
    "website_contact": EventType.CLICK,
    "personal_tab_contact": EventType.CLICK,
    "life_member_join": EventType.IDENTIFY,
    "life_member_leave": EventType.IDENTIFY,
    "life_trade_order_notify": EventType.CUSTOM,
    "life_trade_order_notify pay_success": EventType.PAYMENT,
    "life_product_audit": _OPERATOR,
    "contract_authorize": _OPERATOR,
    "contract_unauthorize": _OPERATOR,
    "verify_webhook": Ignored("the platform's own check of the address"),
}
"""By `event` of a webhook, and what it says in `action_type` or `action`."""

ACTIONS: Mapping[str, str] = {
    "new_follow_action": "action_type",
    "new_video_digg": "action_type",
    "life_trade_order_notify": "action",
}
"""Event -> the field of its content that tells what was done."""

LIVE: Mapping[str, EventType] = {
    "live_comment": EventType.LIVE_COMMENT,
    "live_gift": EventType.GIFT,
    "live_like": EventType.LIKE,
    "live_fansclub": EventType.CUSTOM,
    "live_fansclub 1": EventType.CUSTOM,
    "live_fansclub 2": EventType.JOIN_GROUP,
    "live_fansclub 16": EventType.LEAVE_GROUP,
}
"""By x-msg-type of a live push, and `fansclub_reason_type` (1: has risen, 2: has joined)."""

COMMENT = "comment"
LOGIN = "login"
KINDS: Mapping[str, EventType] = {
    COMMENT: EventType.COMMENT,
    LOGIN: EventType.IDENTIFY,
}
"""By kind of raw event: an element of a list of comments, a login that the backend tells of."""

REPLY = EventType.REPLY
"""A comment or reply that the brand wrote to a customer."""

OWN_COMMENT = Ignored("the brand's own comment, to no customer")
OWN_DOING = Ignored("done by the brand's own account")
NOBODY = Ignored("names no customer")

EVENT_TYPES: EventTypes = {
    **EVENTS,
    **LIVE,
    **KINDS,
    "reply by the brand": REPLY,
    "comment by the brand": OWN_COMMENT,
    "event of the brand": OWN_DOING,
    "live event by the streamer": OWN_DOING,
    "event without a person": NOBODY,
}
