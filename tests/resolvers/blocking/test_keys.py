import pytest
from pydantic import ValidationError

from resolvers.blocking import BlockingRule, blocking_keys
from resolvers.blocking.keys import MOST_KEYS

RULE = BlockingRule(name="home", keys=(("city",), ("name|tokens",), ("birthday|year", "city")))


def values(rule: BlockingRule = RULE, **fields: str) -> set[int]:
    given = {name: (value,) for name, value in fields.items()}
    return {key.value for key in blocking_keys(given, [rule])}


def test_each_depth_is_a_block_inside_of_the_coarser_one() -> None:
    keys = blocking_keys({"city": ("Bern",), "name": ("Ann Lee",), "birthday": ("1990",)}, [RULE])
    city, ann, lee, ann_1990, lee_1990 = keys
    assert [key.depth for key in keys] == [0, 1, 1, 2, 2]
    assert (city.coarser, ann.coarser, lee.coarser) == (None, city.value, city.value)
    assert (ann_1990.coarser, lee_1990.coarser) == (ann.value, lee.value)


def test_accounts_are_together_in_the_blocks_whose_parts_are_equal() -> None:
    left, right = values(city="Bern", name="Ann Lee"), values(city="bern", name="Lee Kim")
    assert len(left & right) == 2
    assert not values(city="Bern") & values(city="Bonn")


def test_a_key_with_parts_repeated_is_the_key_without() -> None:
    repeated = RULE.model_copy(update={"keys": (("city",), ("city", "name|tokens"))})
    assert values(repeated, city="Bern", name="Lee") <= values(city="Bern", name="Lee")


def test_where_a_part_is_missing_there_is_no_key_and_no_finer_one() -> None:
    assert values(name="Ann", birthday="1990") == set()
    assert len(values(city="Bern", birthday="1990")) == 1


def test_rules_have_blocks_of_their_own() -> None:
    other = RULE.model_copy(update={"name": "other"})
    assert not values(city="Bern") & values(other, city="Bern")


def test_a_value_is_a_signed_integer_of_eight_bytes_that_never_changes() -> None:
    assert values(city="Bern") == {-5075040207280304826}


def test_a_long_text_has_a_bounded_number_of_keys() -> None:
    words = BlockingRule(name="words", keys=(("address|tokens",),))
    assert len(values(words, address=" ".join(map(str, range(1000))))) == MOST_KEYS


@pytest.mark.parametrize("keys", [(), ((),), (("city",), ("city",)), (("city|frist:1",),)])
def test_a_rule_that_cannot_be_meant_is_refused(keys: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(ValidationError):
        BlockingRule(name="home", keys=keys)
