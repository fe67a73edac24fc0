from hypothesis import given
from hypothesis import strategies as st

from resolvers.accounts import IdentifierKey
from resolvers.blocking import BlockingRule
from resolvers.clustering import (
    Assertion,
    Component,
    PairWeight,
    Partition,
    Silence,
    Verdict,
    Veto,
    cluster,
)
from resolvers.policy import Policy
from schemas.identity import EvidenceKind
from tests.resolvers.strategies import SMALL_POLICY

CANNOT, MUST = Verdict.CANNOT_LINK, Verdict.MUST_LINK


def holding(*identifiers: str) -> frozenset[IdentifierKey]:
    """`phone=1` and the like."""
    pairs = [identifier.split("=") for identifier in identifiers]
    return frozenset(IdentifierKey(kind, "", value) for kind, value in pairs)


def clusters(partition: Partition) -> set[str]:
    return {"".join(each) for each in partition.clusters}


def test_evidence_of_higher_priority_speaks_first() -> None:
    partition = cluster(
        Component(
            {
                "a": holding("email=1", "user_id=1"),
                "b": holding("email=1", "phone=1"),
                "c": holding("phone=1", "user_id=2"),
            }
        ),
        SMALL_POLICY,
    )
    assert clusters(partition) == {"a", "bc"}
    (refusal,) = partition.refusals
    assert (refusal.veto, refusal.about, refusal.link.rule) == (Veto.UNIQUE, "user_id", "email")


def test_a_value_held_by_too_many_links_nobody_and_keeps_nobody_apart() -> None:
    accounts = {each: holding("phone=1") for each in "abc"}
    partition = cluster(Component(accounts), SMALL_POLICY)
    assert clusters(partition) == {"a", "b", "c"}
    (drop,) = partition.drops
    assert (drop.silence, drop.accounts, drop.holders) == (Silence.GENERIC, ("a", "b", "c"), 3)


def test_holders_outside_of_the_component_count() -> None:
    accounts = {each: holding("phone=1") for each in "ab"}
    (key,) = holding("phone=1")
    partition = cluster(Component(accounts, holders={key: 3}), SMALL_POLICY)
    assert clusters(partition) == {"a", "b"}


def test_a_blocked_value_and_a_weak_one_link_nobody() -> None:
    accounts = {each: holding("phone=0", "nickname=1") for each in "ab"}
    partition = cluster(Component(accounts), SMALL_POLICY)
    assert clusters(partition) == {"a", "b"}
    assert {drop.silence for drop in partition.drops} == {Silence.BLOCKED, Silence.WEAK}


def test_a_profile_never_has_more_accounts_than_its_limit() -> None:
    pairs = ["ab", "bc", "cd", "de", "ef"]
    accounts = {
        each: holding(*(f"email={index}" for index, pair in enumerate(pairs) if each in pair))
        for each in "abcdef"
    }
    accounts = {each: keys | holding(f"phone={each}") for each, keys in accounts.items()}
    policy = SMALL_POLICY.model_copy(
        update={
            "identifiers": {
                "email": SMALL_POLICY.rule("email").model_copy(update={"max_values": 50})
            }
        }
    )
    partition = cluster(Component(accounts), policy)
    assert clusters(partition) == {"abcd", "ef"}
    assert [refusal.veto for refusal in partition.refusals] == [Veto.MAX_ACCOUNTS]


def test_a_profile_never_gathers_more_values_than_the_limit() -> None:
    partition = cluster(
        Component(
            {
                "a": holding("phone=1", "email=1", "email=2"),
                "b": holding("phone=1", "email=3"),
            }
        ),
        SMALL_POLICY,
    )
    assert clusters(partition) == {"a", "b"}
    assert (partition.refusals[0].veto, partition.refusals[0].about) == (Veto.MAX_VALUES, "email")


def test_an_account_with_too_many_values_says_nothing_with_them() -> None:
    partition = cluster(
        Component(
            {
                "a": holding("email=1", "phone=1"),
                "b": holding("email=2"),
                "c": holding("email=2"),
                "junk": holding("email=1", "email=2", "email=3", "phone=1"),
            }
        ),
        SMALL_POLICY,
    )
    assert partition.clusters == (("a", "junk"), ("b", "c"))
    (refusal,) = partition.refusals
    assert (refusal.veto, refusal.about) == (Veto.OVERFULL, "email")
    assert (refusal.link.left, refusal.link.right) == ("b", "junk")


def test_a_cannot_link_holds_through_others_and_against_a_must_link() -> None:
    accounts = {each: holding("email=1") for each in "abc"}
    apart = Assertion("a", "b", CANNOT)
    partition = cluster(Component(accounts, assertions=(apart,)), SMALL_POLICY)
    assert clusters(partition) == {"ac", "b"}
    must = (Assertion("a", "c", MUST), Assertion("b", "c", MUST))
    partition = cluster(Component(accounts, assertions=(apart, *must)), SMALL_POLICY)
    assert clusters(partition) == {"ac", "b"}
    assert partition.refusals[0].veto is Veto.CANNOT_LINK


def test_weights_link_after_identifiers_the_heaviest_first_from_the_threshold_on() -> None:
    accounts = {
        "a": holding("user_id=1"),
        "b": holding(),
        "c": holding("user_id=2"),
        "d": holding(),
    }
    weights = (
        PairWeight("a", "b", 11.0, "name"),
        PairWeight("b", "c", 12.0, "name"),
        PairWeight("c", "d", 9.9, "name"),
    )
    partition = cluster(Component(accounts, weights=weights), SMALL_POLICY)
    assert clusters(partition) == {"a", "bc", "d"}
    (link,) = partition.links
    assert (link.kind, link.weight) == (EvidenceKind.PROBABILISTIC, 12.0)


_identifiers = st.builds(
    "{}={}".format,
    st.sampled_from(["user_id", "phone", "email", "nickname"]),
    st.sampled_from("0123"),
)


def _unique_in_its_type(identifier: str) -> str:
    """One value of `user_id`, any values of other types."""
    return "user_id" if identifier.startswith("user_id") else identifier


_components = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.lists(_identifiers, max_size=4, unique_by=_unique_in_its_type).map(
        lambda identifiers: holding(*identifiers)
    ),
    min_size=2,
)


@given(st.data(), _components)
def test_the_order_of_storage_changes_nothing(
    data: st.DataObject, accounts: dict[str, frozenset[IdentifierKey]]
) -> None:
    account = st.sampled_from(sorted(accounts))
    pairs = st.tuples(account, account).filter(lambda pair: pair[0] < pair[1])
    assertions = data.draw(
        st.lists(
            st.tuples(pairs, st.sampled_from(Verdict)).map(
                lambda said: Assertion(left=said[0][0], right=said[0][1], verdict=said[1])
            ),
            max_size=3,
            unique_by=lambda each: (each.left, each.right),
        )
    )
    once = cluster(Component(accounts, assertions=tuple(assertions)), SMALL_POLICY)
    shuffled = dict(data.draw(st.permutations(sorted(accounts.items()))))
    other = tuple(data.draw(st.permutations(assertions)))
    assert cluster(Component(shuffled, assertions=other), SMALL_POLICY) == once
    assert sorted(each for one in once.clusters for each in one) == sorted(accounts)
    assert len(once.links) == len(accounts) - len(once.clusters)


@given(_components)
def test_no_cluster_breaks_the_policy(accounts: dict[str, frozenset[IdentifierKey]]) -> None:
    for members in cluster(Component(accounts), SMALL_POLICY).clusters:
        assert len(members) <= SMALL_POLICY.max_accounts_per_profile
        users = [{key for key in accounts[each] if key.type == "user_id"} for each in members]
        for left in users:
            for right in users:
                assert left <= right or right <= left or _is_generic(accounts, left | right)


def _is_generic(accounts: dict[str, frozenset[IdentifierKey]], keys: set[IdentifierKey]) -> bool:
    return any(
        sum(key in held for held in accounts.values()) > SMALL_POLICY.rule(key.type).max_accounts
        for key in keys
    )


COMPARED = (BlockingRule(name="name", keys=(("name",),)),)


def test_a_doubtful_value_yields_to_what_the_accounts_of_both_say() -> None:
    accounts = {
        "a": holding("phone=1", "email=1"),
        "b": holding("email=1"),
        "c": holding("phone=1"),
    }
    against = (PairWeight("a", "c", 1.0, "model"), PairWeight("b", "c", -4.0, "model"))
    evenly = (PairWeight("a", "c", 4.0, "model"), PairWeight("b", "c", -4.0, "model"))
    doubting = _doubting(priority=900)
    kept_apart = cluster(Component(accounts, weights=against), doubting)
    assert clusters(kept_apart) == {"ab", "c"}
    (refusal,) = kept_apart.refusals
    assert (refusal.veto, refusal.link.rule) == (Veto.CONTRADICTED, "phone")
    assert clusters(cluster(Component(accounts, weights=evenly), doubting)) == {"abc"}
    assert clusters(cluster(Component(accounts), doubting)) == {"abc"}


def test_a_doubtful_value_of_two_persons_links_a_third_account_only_where_it_says_whose_it_is() -> (
    None
):
    accounts = {
        "a": holding("phone=1", "user_id=1"),
        "b": holding("phone=1", "user_id=2"),
        "c": holding("phone=1"),
    }
    doubting = _doubting(max_accounts=3)
    for_b = (PairWeight("b", "c", 1.0, "model"),)
    assert clusters(cluster(Component(accounts), doubting)) == {"a", "b", "c"}
    assert clusters(cluster(Component(accounts, weights=for_b), doubting)) == {"a", "bc"}
    deterministic = doubting.model_copy(update={"blocking": ()})
    assert clusters(cluster(Component(accounts), deterministic)) == {"ac", "b"}


def _doubting(**changes: object) -> Policy:
    """With doubtful phones."""
    phone = SMALL_POLICY.rule("phone").model_copy(update={"doubtful": True} | changes)
    return SMALL_POLICY.model_copy(
        update={
            "identifiers": SMALL_POLICY.identifiers | {"phone": phone},
            "match_threshold": 5,
            "blocking": COMPARED,
        }
    )


def test_what_many_accounts_of_one_side_agree_in_counts_once() -> None:
    accounts = {each: holding("phone=1", "email=1") for each in "ab"} | {"c": holding("phone=1")}
    weights = (
        PairWeight("a", "c", 4.0, "model", parts=(-1.0, 0.0, 5.0)),
        PairWeight("b", "c", -2.0, "model", parts=(-1.0, -6.0, 5.0)),
    )
    partition = cluster(Component(accounts, weights=weights), _doubting(max_accounts=3))
    assert clusters(partition) == {"ab", "c"}


def test_of_those_who_share_a_doubtful_value_the_most_alike_come_first() -> None:
    accounts = {each: holding("phone=1") for each in "abc"}
    weights = (
        PairWeight("a", "b", 0.5, "model", parts=(-1.0, 1.5)),
        PairWeight("a", "c", 6.0, "model", parts=(-1.0, 7.0)),
        PairWeight("b", "c", -9.0, "model", parts=(-1.0, -8.0)),
    )
    partition = cluster(Component(accounts, weights=weights), _doubting(max_accounts=3))
    assert clusters(partition) == {"ac", "b"}


def test_weights_do_not_join_whose_accounts_contradict_each_other() -> None:
    accounts = {"a": holding("phone=1"), "b": holding("phone=1"), "c": holding()}
    weights = (
        PairWeight("a", "b", 6.0, "model", parts=(0.0, 6.0, 0.0)),
        PairWeight("a", "c", 6.0, "model", parts=(0.0, 6.0, 0.0)),
        PairWeight("b", "c", -3.0, "model", parts=(0.0, 6.0, -9.0)),
    )
    partition = cluster(Component(accounts, weights=weights), _doubting())
    assert clusters(partition) == {"ab", "c"}
    assert [refusal.veto for refusal in partition.refusals] == [Veto.CONTRADICTED]
