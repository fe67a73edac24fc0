from resolvers.accounts import IdentifierKey
from resolvers.clustering import Assertion, Component, PairWeight, Verdict, parts
from tests.resolvers.strategies import SMALL_POLICY

POLICY = SMALL_POLICY.model_copy(update={"match_threshold": 10, "max_component_accounts": 3})


def component(accounts: str, *weights: tuple[str, float], **tied: str) -> Component:
    """Accounts of one letter; weights as `("ab", 12)`, shared phones as `phone="bc"`."""
    return Component(
        {
            each: frozenset(
                IdentifierKey(kind, "", "1") for kind, holders in tied.items() if each in holders
            )
            for each in accounts
        },
        weights=tuple(PairWeight(pair[0], pair[1], weight, "model") for pair, weight in weights),
    )


def found(component: Component) -> list[tuple[str, float, bool]]:
    return [
        ("".join(part.accounts), part.threshold, part.is_small) for part in parts(component, POLICY)
    ]


def test_weights_connect_from_the_threshold_up() -> None:
    assert found(component("abcd", ("ab", 10), ("bc", 9.9), ("cd", 12))) == [
        ("ab", 10, True),
        ("cd", 10, True),
    ]


def test_a_doubtful_identifier_needs_weights_by_itself() -> None:
    phone = POLICY.rule("phone").model_copy(update={"doubtful": True})
    doubting = POLICY.model_copy(update={"identifiers": POLICY.identifiers | {"phone": phone}})
    (part,) = parts(component("abcd", phone="bc", email="ad"), doubting)
    assert part.accounts == ("b", "c")


def test_identifiers_and_must_links_connect_too_but_alone_need_no_weights() -> None:
    assert found(component("abc", ("ab", 10), phone="bc")) == [("abc", 10, True)]
    assert found(component("abc", phone="bc")) == []
    asserted = Component({"a": frozenset(), "b": frozenset(), "c": frozenset()})
    must = (Assertion("b", "c", Verdict.MUST_LINK),)
    weights = (PairWeight("a", "b", 11, "model"),)
    assert found(Component(asserted.accounts, weights=weights, assertions=must)) == [
        ("abc", 10, True)
    ]


def test_a_value_that_says_nothing_connects_nobody() -> None:
    assert found(component("abcd", ("ab", 10), phone="bcd")) == [("ab", 10, True)]
    assert found(component("abc", ("ab", 10), nickname="bc")) == [("ab", 10, True)]


def test_in_a_part_too_large_weights_need_more_bits_until_its_parts_are_small() -> None:
    chain = component("abcdef", ("ab", 13.5), ("bc", 11), ("cd", 12.5), ("de", 10), ("ef", 11.9))
    assert found(chain) == [("ab", 12, True), ("cd", 12, True), ("ef", 11, True)]


def test_what_is_connected_otherwise_stays_together_however_large() -> None:
    email = component("abcd", ("ab", 10), ("bc", 10), email="abc", user_id="cd")
    assert found(email) == [("abcd", 11, False)]


def test_several_components_in_one_have_the_parts_of_each() -> None:
    one = [("ab", 13.0), ("bc", 11.0), ("cd", 12.0)]
    other = [("xy", 10.0)]
    assert found(component("abcdxy", *one, *other)) == [
        *found(component("abcd", *one)),
        *found(component("xy", *other)),
    ]
