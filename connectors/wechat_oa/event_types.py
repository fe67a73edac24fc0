"""What WeChat's message and event types mean.

Events that no customer caused are ignored. A type that is not listed becomes `custom` under its
own name, so that nothing is lost when WeChat adds one.
"""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from connectors.wechat.push import MESSAGES
from connectors.wechat.templates import CHOICE_TYPES
from schemas.event import EventType

_OPERATOR = Ignored("about the account itself, not a customer's doing")

EVENTS: EventTypes = {
    "subscribe": EventType.FOLLOW,
    "unsubscribe": EventType.UNFOLLOW,
    "SCAN": EventType.SCAN,
    "LOCATION": EventType.LOCATION,
    "CLICK": EventType.CLICK,
    "VIEW": EventType.VIEW,
    "view_miniprogram": EventType.VIEW,
    "scancode_push": EventType.SCAN,
    "scancode_waitmsg": EventType.SCAN,
    "pic_sysphoto": EventType.CLICK,
    "pic_photo_or_album": EventType.CLICK,
    "pic_weixin": EventType.CLICK,
    "location_select": EventType.LOCATION,
    "TEMPLATESENDJOBFINISH": EventType.DELIVERY,
    "subscribe_msg_sent_event": EventType.DELIVERY,
    "user_authorization_revoke": EventType.CONSENT_WITHDRAWN,
    "user_get_card": EventType.COLLECT,
    "user_view_card": EventType.VIEW,
    "user_enter_session_from_card": EventType.VISIT,
    "user_pay_from_pay_cell": EventType.PAYMENT,
    "merchant_order": EventType.ORDER,
    "kf_create_session": EventType.TICKET,
    "kf_close_session": EventType.TICKET,
    "kf_switch_session": EventType.TICKET,
    "MASSSENDJOBFINISH": _OPERATOR,
    "PUBLISHJOBFINISH": _OPERATOR,
    "card_pass_check": _OPERATOR,
    "card_not_pass_check": _OPERATOR,
    "card_sku_remind": _OPERATOR,
    "poi_check_notify": _OPERATOR,
    "qualification_verify_success": _OPERATOR,
    "qualification_verify_fail": _OPERATOR,
    "naming_verify_success": _OPERATOR,
    "naming_verify_fail": _OPERATOR,
    "annual_renew": _OPERATOR,
    "verify_expired": _OPERATOR,
}
"""By Event, for MsgType `event`."""

USER_INFO: EventTypes = {
    "user_info": EventType.IDENTIFY,
    "user_list": Ignored("openids only; user_info of each follows"),
}
"""By kind of raw event, for what is polled."""

EVENT_TYPES: EventTypes = {
    **{f"message {name}": meaning for name, meaning in MESSAGES.items()},
    **{f"event {name}": meaning for name, meaning in EVENTS.items()},
    **CHOICE_TYPES,
    **USER_INFO,
}
