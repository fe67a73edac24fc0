"""What an event of a shop is about: an order or a product, and its amount."""

from decimal import Decimal

from connectors.sdk.attributes import masked_url, without_personal
from connectors.sdk.payload import Payload
from schemas.errors import Reject
from schemas.event import EventType, ObjectRef, Problem

_INTO_CART = frozenset({"product added", "add to cart"})
_WITH_TOTAL = frozenset({EventType.ORDER, EventType.PAYMENT, EventType.REFUND})
_LARGEST_AMOUNT = 10**12
_SMALLEST_UNIT = Decimal("0.000001")
_NAMED = frozenset({"order_id", "product_id", "currency", "url", "total", "name", "title"})


def object_of(
    words: str, meaning: EventType, properties: Payload
) -> tuple[ObjectRef | None, tuple[Problem, ...]]:
    """The order or product that the properties name, else the event with its properties.

    The amount is the total of an order, payment or refund, and price by quantity of what is put
    into the cart; of anything else there is none, as amounts are added up by type of event. One
    that is no number, or above 10^12 units either way, becomes a problem of the event. What lies
    below a millionth is rounded: it is what browsers' binary numbers leave of `0.1 * 3`.
    """
    if not properties.content:
        return None, ()
    problems: tuple[Problem, ...] = ()
    try:
        amount = _amount(words, meaning, properties)
    except Reject as error:
        amount = None
        problems = (Problem.of(error),)
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
        field, amount = "total", properties.number("total", "revenue", "value")
    elif words in _INTO_CART and (price := properties.number("price")) is not None:
        field, amount = "price", price * (properties.number("quantity") or 1)
    else:
        return None
    if amount is None:
        return None
    if abs(amount) > _LARGEST_AMOUNT:
        raise Reject(properties.at(field), f"an amount up to {_LARGEST_AMOUNT}", str(amount))
    rounded = amount.quantize(_SMALLEST_UNIT)
    return amount if amount == rounded else rounded
