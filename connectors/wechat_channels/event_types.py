"""What a shop's events and orders mean.

Events that no customer caused are ignored. An event that is not listed becomes `custom` under its
own name, so that nothing is lost when WeChat adds one.
"""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from connectors.wechat import push
from schemas.event import EventType

_OPERATOR = Ignored("about the shop itself, not a customer's doing")

POLLED: EventTypes = {
    "channels_ec_order_new": EventType.ORDER,
    "channels_ec_order_pay": EventType.PAYMENT,
    "channels_ec_order_cancel": EventType.CUSTOM,
    "channels_ec_order_deliver": EventType.DELIVERY,
    "channels_ec_aftersale_update": EventType.TICKET,
}
"""Those of what is also polled, where the shop is: then they only ring."""

EVENTS: EventTypes = {
    **POLLED,
    "channels_ec_order_confirm": EventType.CUSTOM,
    "channels_ec_order_wait_shipping": _OPERATOR,
    "channels_ec_order_settle": _OPERATOR,
    "channels_ec_order_ext_info_update": _OPERATOR,
    "channels_ec_complaint_update": EventType.TICKET,
    "channels_ec_coupon_receive": EventType.COLLECT,
    "channels_ec_user_coupon_use": EventType.CUSTOM,
    "channels_ec_user_coupon_unuse": EventType.CUSTOM,
    "channels_ec_user_coupon_expire": Ignored("what time did, not a customer"),
    "channels_ec_coupon_create": _OPERATOR,
    "channels_ec_coupon_delete": _OPERATOR,
    "channels_ec_coupon_expire": _OPERATOR,
    "channels_ec_coupon_info_change": _OPERATOR,
    "channels_ec_coupon_invalid": _OPERATOR,
    "channels_ec_vip_join": EventType.CUSTOM,
    "channels_ec_vip_close": EventType.CUSTOM,
    "channels_ec_vip_grade_info_update": EventType.CUSTOM,
    "channels_ec_vip_score_update": EventType.CUSTOM,
    "user_enter_tempsession": EventType.VISIT,
}
"""By Event, for MsgType `event`."""

FACTS: EventTypes = {
    "created": EventType.ORDER,
    "paid": EventType.PAYMENT,
    "delivered": EventType.DELIVERY,
    "cancelled": EventType.CUSTOM,
}
"""What an order that was asked for says to have happened."""

PUSHED_FACTS: Mapping[str, str] = {
    "channels_ec_order_new": "created",
    "channels_ec_order_pay": "paid",
    "channels_ec_order_cancel": "cancelled",
    "channels_ec_order_deliver": "delivered",
}
"""Pushes -> the fact that the order itself tells when it is asked for."""

EVENT_TYPES: EventTypes = {
    **{f"message {name}": meaning for name, meaning in push.MESSAGES.items()},
    **{f"event {name}": meaning for name, meaning in EVENTS.items()},
    **{f"order {name}": meaning for name, meaning in FACTS.items()},
    "aftersale asked": EventType.REFUND,
    "aftersale (any other status)": EventType.CUSTOM,
}
