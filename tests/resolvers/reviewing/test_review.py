"""What persons are asked, and what becomes of their answers, on SQLite and PostgreSQL alike."""

import pytest

from resolvers.clustering import Verdict
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore
from tests.resolvers.comparing import COMPARING_POLICY, TINY_MODEL, person
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import event

CAREFUL = COMPARING_POLICY.model_copy(update={"match_threshold": 10.0, "review_threshold": 1.0})
"""Nobody is joined by these weights alone."""


@pytest.fixture
def resolver(store: IdentityStore) -> Resolver:
    resolver = Resolver(store, CAREFUL, TINY_MODEL)
    Partition(resolver).deliver(*(person(each, name="an", city="x") for each in "ab"))
    Partition(resolver, cluster_id="other").deliver(person("c", name="bo", city="x"))
    return resolver


def are_one(resolver: Resolver, left: str, right: str) -> bool:
    profiles = [resolver.profile(each) for each in (left, right)]
    return len({profile.profile_id for profile in profiles if profile is not None}) == 1


def test_pairs_between_the_thresholds_are_put_to_a_person(resolver: Resolver) -> None:
    (pair,) = resolver.review.undecided(10)
    assert (pair.left, pair.right) == ("a", "b")
    assert pair.weight == pytest.approx(-3 + 4.17 + 2, abs=0.01)
    assert pair.left_profile != pair.right_profile


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_pair_that_was_decided_on_is_not_asked_about_again(
    resolver: Resolver, verdict: Verdict
) -> None:
    resolver.review.decide("b", "a", verdict, by="ming", why="asked her")
    assert resolver.review.undecided(10) == []
    assert are_one(resolver, "a", "b") is (verdict is Verdict.MUST_LINK)


def test_a_pair_that_other_evidence_joins_is_not_asked_about(resolver: Resolver) -> None:
    partition = Partition(resolver, cluster_id="third")
    partition.deliver(*(event(str(n), n, ("phone", "1")) for n in "ab"))
    assert are_one(resolver, "a", "b")
    assert resolver.review.undecided(10) == []


def test_a_withdrawn_decision_leaves_the_pair_as_it_was(resolver: Resolver) -> None:
    before = resolver.review.undecided(10)
    resolver.review.decide("a", "b", Verdict.MUST_LINK, by="ming", why="one face")
    resolver.review.withdraw("a", "b", by="li", why="twins")
    assert not are_one(resolver, "a", "b")
    (pair,) = resolver.review.undecided(10)
    assert pair.weight == before[0].weight


def test_every_decision_is_kept_with_who_when_and_why(resolver: Resolver) -> None:
    resolver.review.decide("a", "b", Verdict.CANNOT_LINK, by="ming", why="sisters")
    resolver.review.decide("a", "b", Verdict.MUST_LINK, by="li", why="one face")
    resolver.review.withdraw("b", "a", by="ming", why="twins")
    found = resolver.review.decisions(10)
    assert [(each.verdict, each.by, each.why) for each in found] == [
        (None, "ming", "twins"),
        (Verdict.MUST_LINK, "li", "one face"),
        (Verdict.CANNOT_LINK, "ming", "sisters"),
    ]
    assert {(each.left, each.right) for each in found} == {("a", "b")}
    assert found[0].at >= found[1].at >= found[2].at
    assert len(resolver.review.decisions(1)) == 1


def test_a_decision_holds_under_another_model(resolver: Resolver, store: IdentityStore) -> None:
    resolver.review.decide("a", "c", Verdict.MUST_LINK, by="ming", why="asked her")
    other = Resolver(store, CAREFUL, TINY_MODEL.model_copy(update={"name": "retrained"}))
    Partition(other, cluster_id="third").deliver(person("c", 1, name="lee"))
    assert are_one(other, "a", "c")


def test_what_persons_caused_waits_until_it_is_told(resolver: Resolver) -> None:
    assert resolver.caused_by_persons().changes == ()
    changes = resolver.review.decide("a", "b", Verdict.MUST_LINK, by="ming", why="asked her")
    told = resolver.caused_by_persons()
    assert told.changes == changes
    assert [profile.profile_id for profile in told.profiles] == [changes[0].profile_id]
    assert {ended.profile_id for ended in told.ended} == set(changes[0].ended)
    resolver.published(told)
    assert resolver.caused_by_persons().changes == ()
