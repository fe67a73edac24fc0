"""What comparing accounts brings about, on SQLite and on PostgreSQL alike."""

import pytest

from resolvers.clustering import Verdict
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore
from schemas.identity import ChangeKind, EvidenceKind
from tests.resolvers.comparing import COMPARING_POLICY, TINY_MODEL, person
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import event


@pytest.fixture
def resolver(store: IdentityStore) -> Resolver:
    return Resolver(store, COMPARING_POLICY, TINY_MODEL)


@pytest.fixture
def partition(resolver: Resolver) -> Partition:
    return Partition(resolver)


def together(resolver: Resolver, *accounts: str) -> bool:
    profiles = [resolver.profile(account) for account in accounts]
    return len({profile.profile_id for profile in profiles if profile is not None}) == 1


def test_accounts_alike_enough_become_one_profile(partition: Partition, resolver: Resolver) -> None:
    partition.deliver(person("a", name="an", city="x"))
    resolution = partition.deliver(person("b", name="an", city="x"))
    assert together(resolver, "a", "b")
    (change,) = resolution.changes
    (evidence,) = change.evidence
    assert (evidence.kind, evidence.rule) == (EvidenceKind.PROBABILISTIC, "tiny")
    assert evidence.weight == pytest.approx(-3 + 4.17 + 2, abs=0.01)
    assert change.model_version == TINY_MODEL.version
    assert resolution.resolved[0].resolved_by == "probabilistic:tiny"
    assert (resolution.comparing.compared, resolution.comparing.kept) == (1, 1)


def test_a_resolver_without_a_model_compares_nobody(store: IdentityStore) -> None:
    resolver = Resolver(store, COMPARING_POLICY)
    partition = Partition(resolver)
    resolution = partition.deliver(*(person(each, name="an", city="x") for each in "ab"))
    assert not together(resolver, "a", "b")
    assert resolution.changes[0].model_version is None


def test_a_corrected_trait_withdraws_what_it_had_said(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(*(person(each, name="an", city="x") for each in "ab"))
    resolution = partition.deliver(person("b", 1, name="bo"))
    assert [change.kind for change in resolution.changes] == [ChangeKind.SPLIT]
    assert resolution.comparing.withdrawn == 1
    partition.deliver(person("b", 2, name="an"))
    assert together(resolver, "a", "b")


def test_an_account_that_says_nothing_is_with_those_it_shares_an_identifier_with(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(*(person(each, name="an", city="x") for each in "ab"))
    partition.deliver(event("1", "a", ("email", "1")), event("2", "mute", ("email", "1")))
    assert together(resolver, "a", "b", "mute")


def test_a_trait_that_nothing_reads_changes_nothing(partition: Partition) -> None:
    partition.deliver(*(person(each, name="an", city="x") for each in "ab"))
    resolution = partition.deliver(person("b", 1, shoe_size="41"))
    assert resolution.changes == ()
    assert resolution.comparing.compared == 0


def test_a_block_that_becomes_oversized_parts_its_accounts_and_joins_them_again(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(*(person(each, name="an", birthday="1") for each in "ab"))
    assert together(resolver, "a", "b")
    resolution = partition.deliver(person("c", name="an"))
    assert (resolution.comparing.withdrawn, resolution.comparing.left_out) == (1, 2)
    assert not together(resolver, "a", "b")
    partition.deliver(person("c", 1, name="bo"))
    assert together(resolver, "a", "b")


def test_in_an_oversized_block_the_finer_one_serves(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(
        person("a", city="x", name="an", birthday="1"), person("b", city="x", birthday="1")
    )
    assert together(resolver, "a", "b")
    resolution = partition.deliver(person("c", city="x", name="al", birthday="1"))
    assert (resolution.comparing.compared, resolution.comparing.withdrawn) == (1, 1)
    assert not together(resolver, "a", "b")


def test_accounts_kept_apart_come_together_exactly_as_before_when_that_is_withdrawn(
    partition: Partition, resolver: Resolver
) -> None:
    for each in "abc":
        partition.deliver(person(each, name=f"an{each}", city="xyz"[ord(each) % 2], birthday="1"))
    partition.deliver(*(person(each, name="lee", birthday="2") for each in "de"))
    before = [together(resolver, left, right) for left in "abcde" for right in "abcde"]
    (split,) = resolver.review.decide("d", "e", Verdict.CANNOT_LINK, by="ming", why="sisters")
    assert split.kind is ChangeKind.SPLIT
    assert not together(resolver, "d", "e")
    (merged,) = resolver.review.withdraw("d", "e", by="ming", why="an error")
    assert merged.kind is ChangeKind.MERGED
    assert merged.model_version == TINY_MODEL.version
    assert [together(resolver, left, right) for left in "abcde" for right in "abcde"] == before


def test_too_many_connected_accounts_need_heavier_weights(
    store: IdentityStore,
) -> None:
    policy = COMPARING_POLICY.model_copy(update={"block_limit": 10, "max_component_accounts": 2})
    resolver = Resolver(store, policy, TINY_MODEL)
    partition = Partition(resolver)
    partition.deliver(*(person(each, name="an", city="x", birthday="1") for each in "ab"))
    assert together(resolver, "a", "b")
    resolution = partition.deliver(person("c", name="an", city="x"))
    assert resolution.comparing.divided == 1
    assert together(resolver, "a", "b")
    assert not together(resolver, "a", "c")


def test_accounts_stored_before_there_were_blocking_rules_are_compared_when_next_heard_of(
    store: IdentityStore, resolver: Resolver
) -> None:
    Partition(Resolver(store, COMPARING_POLICY)).deliver(
        *(person(each, name="an", city="x") for each in "ab")
    )
    partition = Partition(resolver, 1)
    partition.deliver(person("a", 1))
    assert not together(resolver, "a", "b")
    partition.deliver(person("b", 1))
    assert together(resolver, "a", "b")
