"""Who buys on Taobao: an id of one app, and what trades show of the receiver."""

from connectors.sdk.payload import Payload
from schemas.event import Account, Identifier

_HIDDEN = "*"


def account_of(platform: str, app_key: str, buyer: str) -> Account:
    """The buyer's account; the id is the app's own."""
    return Account.of(platform, app_key, buyer)


def account_of_thing(platform: str, app_key: str, thing: str) -> Account:
    """What stands for somebody of whom nothing is said; `thing` is `order/<id>` and the like."""
    return Account.of(platform, app_key, thing)


def identifiers_of(app_key: str, buyer: str) -> tuple[Identifier, ...]:
    """The id of the buyer as this app knows it."""
    return (Identifier(type="taobao_open_uid", value=buyer, scope=app_key),)


def traits_of(trade: Payload) -> dict[str, str]:
    """Where the goods go and to whom, which is the buyer as a rule; all of it in part.

    The nickname is left out: a letter of it is nobody's.
    """
    phone = trade.text("receiver_mobile")
    traits = {
        "name": trade.text("receiver_name"),
        "masked_phone": phone if phone and _HIDDEN in phone else None,
        "province": trade.text("receiver_state"),
        "city": trade.text("receiver_city"),
    }
    return {name: value for name, value in traits.items() if value is not None}
