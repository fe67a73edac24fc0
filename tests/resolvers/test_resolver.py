"""What every resolver does, on SQLite and on PostgreSQL alike."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from resolvers.clustering import Verdict
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore
from schemas.errors import Reject
from schemas.event import NO_PROFILE
from schemas.identity import ChangeKind
from tests.resolvers.consumer import Consumer
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import SMALL_POLICY, event


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def resolver(store: IdentityStore, clock: Clock) -> Resolver:
    return Resolver(store, SMALL_POLICY, clock=clock)


@pytest.fixture
def partition(resolver: Resolver) -> Partition:
    return Partition(resolver)


def profile_id(resolver: Resolver, account_id: str) -> UUID:
    profile = resolver.profile(account_id)
    assert profile is not None
    return profile.profile_id


def together(resolver: Resolver, *accounts: str) -> bool:
    return len({profile_id(resolver, account) for account in accounts}) == 1


def test_an_event_of_nobody_is_passed_on_and_has_no_profile(
    resolver: Resolver, partition: Partition
) -> None:
    review = event("1", "review/1", ("phone", "1"), anonymous=True)
    resolution = partition.deliver(review, event("2", "a", ("phone", "1")))
    assert [(each.profile_id == NO_PROFILE, each.resolved_by) for each in resolution.resolved] == [
        (True, "anonymous"),
        (False, "new"),
    ]
    assert [profile.accounts[0].account_id for profile in resolution.profiles] == ["a"]
    assert resolver.profile("review/1") is None


def test_a_batch_of_nobodys_events_moves_the_offset_on_and_comes_again_as_it_was(
    partition: Partition,
) -> None:
    review = event("1", "review/1", anonymous=True)
    first = partition.deliver(review)
    assert partition.redeliver(0, review).resolved == first.resolved
    assert (first.profiles, first.changes) == ((), ())


def test_accounts_that_share_an_identifier_are_one_profile(partition: Partition) -> None:
    resolution = partition.deliver(
        event("1", "a", ("phone", "1")), event("2", "b", ("phone", "1")), event("3", "c")
    )
    assert [each.resolved_by for each in resolution.resolved] == [
        "deterministic:phone",
        "deterministic:phone",
        "new",
    ]
    (both, alone) = sorted(resolution.changes, key=lambda change: -len(change.after[0].accounts))
    assert (both.kind, alone.kind) == (ChangeKind.CREATED, ChangeKind.CREATED)
    assert [(each.left, each.right, each.rule) for each in both.evidence] == [("a", "b", "phone")]
    assert both.caused_by == tuple(each.event.event_id for each in resolution.resolved[:2])


def test_a_known_account_costs_no_change_but_a_newer_document(partition: Partition) -> None:
    (before,) = partition.deliver(event("1", "a", ("phone", "1"))).profiles
    again = partition.deliver(event("2", "a", ("phone", "1"), minute=1))
    (after,) = again.profiles
    assert again.changes == ()
    assert again.resolved[0].resolved_by == "known"
    assert (after.version, after.counters["events"]) == (before.version + 1, 2)


def test_an_account_joins_the_profile_it_shares_an_identifier_with(partition: Partition) -> None:
    (first,) = partition.deliver(event("1", "a", ("phone", "1"))).profiles
    (change,) = partition.deliver(event("2", "b", ("phone", "1"))).changes
    assert change.kind is ChangeKind.ACCOUNT_ADDED
    assert change.profile_id == first.profile_id
    assert change.before[0].accounts == ("a",)
    assert change.after[0].accounts == ("a", "b")


def test_a_merge_keeps_the_id_of_the_larger_profile(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(event("1", "a", ("email", "1")))
    partition.deliver(event("2", "b", ("phone", "1")), event("3", "c", ("phone", "1")))
    large, small = profile_id(resolver, "b"), profile_id(resolver, "a")
    merging = partition.deliver(event("4", "c", ("email", "1")))
    (change,) = merging.changes
    assert (change.kind, change.profile_id) == (ChangeKind.MERGED, large)
    assert [(each.profile_id, each.version) for each in merging.ended] == [(small, change.version)]
    assert [(each.left, each.right, each.rule) for each in change.evidence] == [("a", "c", "email")]


def test_of_equal_profiles_the_oldest_keeps_its_id(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(event("1", "b", ("phone", "1")))
    partition.deliver(event("2", "a", ("email", "1")))
    oldest = profile_id(resolver, "b")
    partition.deliver(event("3", "a", ("phone", "1")))
    assert profile_id(resolver, "a") == oldest


def test_two_users_of_one_phone_stay_two_persons(partition: Partition, resolver: Resolver) -> None:
    partition.deliver(
        event("1", "a", ("phone", "1"), ("user_id", "1")),
        event("2", "b", ("phone", "1"), ("user_id", "2")),
    )
    assert not together(resolver, "a", "b")


def test_a_blocked_value_links_nobody(partition: Partition, resolver: Resolver) -> None:
    partition.deliver(event("1", "a", ("phone", "0")), event("2", "b", ("phone", "0")))
    assert not together(resolver, "a", "b")


def test_a_corrected_record_splits_the_profile(partition: Partition, resolver: Resolver) -> None:
    partition.deliver(
        event("1", "a", ("email", "1"), ("phone", "1"), snapshot=True),
        event("2", "b", ("email", "1")),
        event("3", "c", ("phone", "1")),
    )
    kept = profile_id(resolver, "a")
    (change,) = partition.deliver(event("4", "a", ("phone", "1"), minute=1, snapshot=True)).changes
    assert (change.kind, change.profile_id) == (ChangeKind.SPLIT, kept)
    assert {each.accounts for each in change.after} == {("a", "c"), ("b",)}
    assert profile_id(resolver, "b") != kept


def test_a_late_record_withdraws_nothing(partition: Partition, resolver: Resolver) -> None:
    partition.deliver(event("1", "a", ("phone", "1"), minute=2, snapshot=True))
    partition.deliver(event("2", "b", ("phone", "1")))
    partition.deliver(event("3", "a", ("phone", "2"), minute=1, snapshot=True))
    assert together(resolver, "a", "b")


def test_a_value_that_becomes_generic_splits_its_holders(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(event("1", "a", ("phone", "1")), event("2", "b", ("phone", "1")))
    kinds = {
        change.kind: change for change in partition.deliver(event("3", "c", ("phone", "1"))).changes
    }
    assert kinds.keys() == {ChangeKind.CREATED, ChangeKind.SPLIT}
    (evidence,) = kinds[ChangeKind.SPLIT].evidence
    assert evidence.details == {"refused": "generic", "holders": 3}
    assert not together(resolver, "a", "b")


def test_a_value_that_ceases_to_be_generic_links_again(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(*(event(each, each, ("phone", "1")) for each in "abc"))
    partition.deliver(event("4", "c", ("phone", "2"), minute=1, snapshot=True))
    assert together(resolver, "a", "b")
    assert not together(resolver, "a", "c")


def test_an_account_that_gathers_too_many_values_lets_their_holders_go(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(*(event(each, each, ("email", each)) for each in "123"))
    partition.deliver(event("4", "junk", ("email", "1")))
    partition.deliver(event("5", "junk", ("email", "2")))
    assert together(resolver, "1", "2", "junk")
    (split,) = partition.deliver(event("6", "junk", ("email", "3"))).changes
    assert split.kind is ChangeKind.SPLIT
    assert {each.details["refused"] for each in split.evidence} == {"overfull"}
    partition.deliver(event("7", "junk", ("email", "1"), minute=1, snapshot=True))
    assert together(resolver, "1", "junk")
    assert not together(resolver, "1", "2")


def test_a_replayed_batch_changes_nothing_and_gives_the_same_outputs(
    partition: Partition, resolver: Resolver
) -> None:
    batch = [event("1", "a", ("phone", "1")), event("2", "b", ("phone", "1"))]
    first = partition.deliver(*batch, confirm=False)
    again = partition.redeliver(0, *batch)
    assert again.profiles == first.profiles
    assert again.changes == first.changes
    assert [each.profile_id for each in again.resolved] == [
        each.profile_id for each in first.resolved
    ]


def test_a_repeated_event_counts_once_but_has_its_output(partition: Partition) -> None:
    once = event("1", "a", ("phone", "1"))
    partition.deliver(once, once)
    repeated = partition.deliver(once)
    assert len(repeated.resolved) == 1
    assert repeated.profiles[0].counters == {"events": 1, "events.view": 1}


def test_an_event_id_on_two_accounts_is_two_events(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(event("1", "a"), event("1", "b"))
    partition.deliver(event("1", "c"), event("1", "a"))
    for account in "abc":
        profile = resolver.profile(account)
        assert profile is not None
        assert profile.counters["events"] == 1


def test_an_event_of_an_unknown_account_is_applied_though_its_offset_was_passed(
    partition: Partition,
) -> None:
    partition.deliver(event("1", "a"), event("2", "a"))
    (profile,) = partition.redeliver(0, event("3", "b")).profiles
    assert profile.counters["events"] == 1


def test_of_differing_repeats_the_first_counts_within_a_batch_and_across(
    partition: Partition, resolver: Resolver
) -> None:
    early, late = (event("1", "a", minute=minute) for minute in (0, 9))
    partition.deliver(early, late)
    partition.deliver(late)
    profile = resolver.profile("a")
    assert profile is not None
    assert profile.last_seen == early.occurred_at


def test_an_event_is_forgotten_after_the_window(partition: Partition, clock: Clock) -> None:
    once = event("1", "a")
    partition.deliver(once)
    clock.now += timedelta(days=9)
    partition.deliver(event("2", "b"))
    assert partition.deliver(once).profiles[0].counters["events"] == 2


def test_unconfirmed_changes_come_again_with_their_profiles_and_ends(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(event("1", "a", ("email", "1")), event("2", "b", ("phone", "1")))
    lost = partition.deliver(event("3", "a", ("phone", "1")), confirm=False)
    next_one = partition.deliver(event("4", "z"))
    assert next_one.changes[: len(lost.changes)] == lost.changes
    assert next_one.ended == lost.ended
    assert {each.profile_id for each in lost.profiles} <= {
        each.profile_id for each in next_one.profiles
    }
    assert partition.deliver(event("5", "z")).changes == ()


def test_changes_of_another_partition_are_left_to_it(resolver: Resolver) -> None:
    ours, theirs = Partition(resolver, 0), Partition(resolver, 1)
    ours.deliver(event("1", "a"), confirm=False)
    assert {each.accounts for each in theirs.deliver(event("2", "b")).changes[0].after} == {("b",)}
    assert len(ours.deliver(event("3", "a")).changes) == 1


def test_a_new_broker_begins_its_offsets_anew(resolver: Resolver) -> None:
    Partition(resolver, cluster_id="old").deliver(event("1", "a"), event("2", "a"))
    (profile,) = Partition(resolver, cluster_id="new").deliver(event("3", "a")).profiles
    assert profile.counters["events"] == 3


def tell_decisions(consumer: Consumer, resolver: Resolver) -> None:
    told = resolver.caused_by_persons()
    consumer.read(told)
    resolver.published(told)


def test_a_cannot_link_splits_and_its_withdrawal_merges(
    partition: Partition, resolver: Resolver
) -> None:
    consumer = Consumer()
    consumer.read(
        partition.deliver(event("1", "a", ("phone", "1")), event("2", "b", ("phone", "1")))
    )
    (split,) = resolver.review.decide("b", "a", Verdict.CANNOT_LINK, by="ming", why="two sisters")
    assert split.kind is ChangeKind.SPLIT
    assert split.evidence[0].details == {"refused": "cannot_link"}
    consumer.read(partition.deliver(event("3", "z")))
    assert consumer.clusters() == {frozenset("ab"), frozenset("z")}, "no batch tells it"
    tell_decisions(consumer, resolver)
    assert consumer.clusters() == {frozenset("a"), frozenset("b"), frozenset("z")}
    (merged,) = resolver.review.withdraw("a", "b", by="ming", why="an error")
    assert merged.kind is ChangeKind.MERGED
    tell_decisions(consumer, resolver)
    assert consumer.clusters() == {frozenset("ab"), frozenset("z")}


def test_a_must_link_beats_a_unique_identifier(partition: Partition, resolver: Resolver) -> None:
    partition.deliver(event("1", "a", ("user_id", "1")), event("2", "b", ("user_id", "2")))
    (change,) = resolver.review.decide("a", "b", Verdict.MUST_LINK, by="ming", why="two logins")
    assert change.kind is ChangeKind.MERGED
    assert change.evidence[0].rule == "must_link"
    partition.deliver(event("3", "c", ("user_id", "1")))
    assert together(resolver, "a", "b", "c")


def test_an_assertion_about_an_unknown_account_is_refused(
    partition: Partition, resolver: Resolver
) -> None:
    partition.deliver(event("1", "a"))
    with pytest.raises(Reject, match="known account"):
        resolver.review.decide("a", "nobody", Verdict.MUST_LINK, by="ming", why="")
    with pytest.raises(Reject, match="something was said"):
        resolver.review.withdraw("a", "nobody", by="ming", why="an error")


def test_an_unknown_account_has_no_profile(resolver: Resolver) -> None:
    assert resolver.profile("nobody") is None
    assert resolver.profile(UUID(int=1)) is None


def test_the_store_gives_everything_for_a_new_broker(
    partition: Partition, resolver: Resolver, store: IdentityStore
) -> None:
    published = [
        partition.deliver(event("1", "a", ("email", "1")), event("2", "b", ("phone", "1"))),
        partition.deliver(event("3", "a", ("phone", "1"))),
    ]
    assert list(store.all_changes()) == [each for one in published for each in one.changes]
    assert list(store.all_profiles(SMALL_POLICY)) == [resolver.profile("a")]
    assert not store.knows_cluster("broker")
    store.remember_cluster("broker")
    store.remember_cluster("broker")
    assert store.knows_cluster("broker")
