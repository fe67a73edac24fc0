"""Amounts in yuan, exact."""

from decimal import Decimal

CNY = "CNY"


def yuan_of_fen(fen: Decimal | None) -> Decimal | None:
    """An amount that a platform states in fen, a hundred to the yuan; None stays None."""
    return None if fen is None else fen / 100
