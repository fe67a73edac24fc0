"""What Taobao's messages and lists mean. A topic that is not listed becomes `custom`."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes, Meaning
from connectors.sdk.reading import Ignored
from schemas.event import EventType

CREATED = "taobao_trade_TradeCreate"
PAID = "taobao_trade_TradeBuyerPay"
SHIPPED = "taobao_trade_TradeSellerShip"
FINISHED = "taobao_trade_TradeSuccess"
CLOSED = "taobao_trade_TradeClose"

STEPS = (CREATED, PAID, SHIPPED, FINISHED, CLOSED)
"""A trade passes each of them once at most; messages and the list of trades both tell of them."""

TOPICS: Mapping[str, Meaning] = {
    CREATED: EventType.ORDER,
    PAID: EventType.PAYMENT,
    SHIPPED: EventType.DELIVERY,
    FINISHED: EventType.CUSTOM,
    CLOSED: EventType.CUSTOM,
    "taobao_trade_TradeRated": EventType.CUSTOM,
    "taobao_trade_TradeMemoModified": Ignored("the shop's own note"),
    "taobao_refund_RefundCreated": EventType.REFUND,
    "taobao_refund_RefundSuccess": EventType.CUSTOM,
    "taobao_refund_RefundClosed": EventType.CUSTOM,
    "taobao_refund_RefundSellerAgreeAgreement": EventType.CUSTOM,
}
"""By topic. A refund counts when the customer asks for it; `TradeRated` says that there is a
review, whose words the list of reviews has."""

REVIEW = EventType.REVIEW
NOBODY = Ignored("it tells of no customer")
ANSWER = Ignored("an answer of the API without events; the poller acts on it")

EVENT_TYPES: EventTypes = {
    **TOPICS,
    "review in traderates": REVIEW,
    "topic without a buyer or trade": NOBODY,
    "error": ANSWER,
}
