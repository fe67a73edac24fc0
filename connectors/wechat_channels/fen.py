"""Amounts of money, which WeChat states in fen."""

from decimal import Decimal

from connectors.sdk.payload import Payload

CURRENCY = "CNY"
_FEN = Decimal(100)


def yuan(content: Payload, field: str) -> Decimal | None:
    """The amount in yuan, exactly; None where there is none.

    Raises:
        Reject: when it is no number.
    """
    fen = content.number(field)
    return None if fen is None else fen / _FEN
