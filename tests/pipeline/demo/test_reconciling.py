from collections import Counter

from pipeline.demo.reconciling import Balance, balance, of_platform


def test_a_surplus_of_one_account_does_not_hide_a_loss_of_another() -> None:
    result = balance(Counter({"a": 2, "b": 1}), Counter({"a": 1, "b": 2}))

    assert result == Balance(sent=3, arrived=3, lost=1, surplus=1)
    assert not result.is_even


def test_what_was_never_sent_is_surplus() -> None:
    assert balance(Counter(), Counter({"a": 1})).surplus == 1


def test_a_platform_has_its_own_accounts_only() -> None:
    assert of_platform(Counter({"web:shop:u": 1, "webx:shop:u": 2}), "web") == {"web:shop:u": 1}
