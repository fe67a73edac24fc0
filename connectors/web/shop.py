"""What an event of a shop is about: an order or a product, and its amount."""

from decimal import Decimal

from connectors.sdk.attributes import masked_url, without_personal
from connectors.sdk.payload import Payload
from schemas.errors import Reject
from schemas.event import EventType, ObjectRef, Problem

_INTO_CART = frozenset({"product added", "add to cart"})
_WITH_TOTAL = frozenset({EventType.ORDER, EventType.PAYMENT, EventType.REFUND})
_NAMED = frozenset({"order_id", "product_id", "currency", "url", "total", "name", "title"})


def object_of(
    words: str, meaning: EventType, properties: Payload
) -> tuple[ObjectRef | None, tuple[Problem, ...]]:
    """The order or product that the properties name, else the event with its properties.

    The amount is the total of an order, payment or refund, and price by quantity of what is put
    into the cart; of anything else there is none, as amounts are added up by type of event. One
    that is no number becomes a problem of the event.
    """
    if not properties.content:
        return None, ()
    problems: tuple[Problem, ...] = ()
    try:
        amount = _amount(words, meaning, properties)
    except Reject as error:
        amount = None
        problems = (Problem(field=error.field, shape=error.shape or "", expected=error.expected),)
    order_id = properties.text("order_id")
    product_id = properties.text("product_id", "sku")
    rest = {name: value for name, value in properties.content.items() if name not in _NAMED}
    return ObjectRef(
        type="order" if order_id else "product" if product_id else "event",
        id=order_id or product_id,
        title=properties.text("name", "title"),
        url=masked_url(properties.text("url")),
        amount=amount,
        currency=properties.text("currency"),
        attributes=without_personal(rest),
    ), problems


def _amount(words: str, meaning: EventType, properties: Payload) -> Decimal | None:
    if meaning in _WITH_TOTAL:
        return properties.number("total", "revenue", "value")
    price = properties.number("price")
    if words not in _INTO_CART or price is None:
        return None
    return price * (properties.number("quantity") or 1)
