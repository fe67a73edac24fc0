"""Amounts of money as integers, by the minor units of ISO 4217."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

_WITHOUT_DECIMALS = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"}
    | {"RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_WITH_THREE = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_CURRENCY = re.compile("[A-Za-z]{3}")
"""The code is part of a counter's name: free text would make counters without end."""

_LARGEST = 10**12
"""A larger amount, in units of the currency, is nobody's money."""


def in_smallest_unit(amount: Decimal, currency: str) -> int | None:
    """The amount in fen, cents and the like, half to even; None for what cannot be money."""
    if not _CURRENCY.fullmatch(currency):
        return None
    if not amount.is_finite() or amount.copy_abs() > _LARGEST:
        return None
    code = currency.upper()
    decimals = 0 if code in _WITHOUT_DECIMALS else 3 if code in _WITH_THREE else 2
    return int(amount.scaleb(decimals).to_integral_value(rounding=ROUND_HALF_EVEN))
