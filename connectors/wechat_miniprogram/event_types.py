"""What a mini program's message and event types mean.

Events that no customer caused are ignored. A type that is not listed becomes `custom` under its
own name, so that nothing is lost when WeChat adds one.
"""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from connectors.wechat import push
from connectors.wechat.templates import CHOICE_TYPES
from schemas.event import EventType

_OPERATOR = Ignored("about the mini program itself, not a customer's doing")

MESSAGES: EventTypes = {**push.MESSAGES, "miniprogrampage": EventType.MESSAGE}
"""By MsgType."""

EVENTS: EventTypes = {
    "user_enter_tempsession": EventType.VISIT,
    "subscribe_msg_sent_event": EventType.DELIVERY,
    "user_authorization_revoke": EventType.CONSENT_WITHDRAWN,
    "user_authorization_cancellation": EventType.CONSENT_WITHDRAWN,
    "cooperation_shop_order": EventType.ORDER,
    "related_shop_order_submission": EventType.ORDER,
    "kf_create_session": EventType.TICKET,
    "kf_close_session": EventType.TICKET,
    "kf_switch_session": EventType.TICKET,
    "wxa_media_check": _OPERATOR,
    "weapp_audit_success": _OPERATOR,
    "weapp_audit_fail": _OPERATOR,
    "weapp_audit_delay": _OPERATOR,
    "wxa_nickname_audit": _OPERATOR,
    "wxa_category_audit": _OPERATOR,
    "wxa_privacy_apply": _OPERATOR,
    "wxa_punish_event": _OPERATOR,
    "wxa_illegal_record": _OPERATOR,
    "wxa_appeal_record": _OPERATOR,
    "trade_manage_remind_access_api": _OPERATOR,
    "trade_manage_remind_shipping": _OPERATOR,
}
"""By Event, for MsgType `event`."""

OTHERS: EventTypes = {
    "login": EventType.IDENTIFY,
    "review": EventType.REVIEW,
}
"""By kind of raw event, for what is not pushed."""

EVENT_TYPES: EventTypes = {
    **{f"message {name}": meaning for name, meaning in MESSAGES.items()},
    **{f"event {name}": meaning for name, meaning in EVENTS.items()},
    **CHOICE_TYPES,
    **OTHERS,
}
