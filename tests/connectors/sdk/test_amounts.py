from decimal import Decimal

from connectors.sdk.amounts import yuan_of_fen


def test_fen_become_yuan_without_rounding() -> None:
    assert [yuan_of_fen(Decimal(fen)) for fen in (12800, 1, 0)] == [
        Decimal(128),
        Decimal("0.01"),
        Decimal(0),
    ]


def test_an_amount_that_is_not_stated_stays_so() -> None:
    assert yuan_of_fen(None) is None
