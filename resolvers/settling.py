"""One settlement of the graph: changed accounts in, profiles and identity changes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from msgspec import structs

from resolvers.accounts import AccountState, held
from resolvers.accounts.state import to_microseconds
from resolvers.assignment import Assignment, Cause, StoredProfile, assign, describe
from resolvers.candidates import Redescribed
from resolvers.clustering import Link, Partition, cluster
from resolvers.comparisons import NOTHING
from resolvers.criteria import Criteria
from resolvers.neighbourhood import Neighbourhood
from resolvers.news import difference, with_news
from resolvers.resolution import Comparing
from resolvers.reweighing import Reweighed, reweigh
from resolvers.store import StoredAccount, Transaction
from schemas.identity import IdentityChange


@dataclass(frozen=True, slots=True)
class Settlement:
    """The outcome, already written to the store but for the outbox.

    `accounts` are all accounts of every profile that was read or touched, as they are now.
    `links` are the evidence by which accounts were joined in this settlement.
    """

    accounts: Mapping[str, StoredAccount]
    changes: tuple[IdentityChange, ...]
    links: tuple[Link, ...]
    comparing: Comparing = field(default_factory=Comparing)


def settle(
    transaction: Transaction,
    criteria: Criteria,
    loaded: Mapping[str, StoredAccount],
    states: Mapping[str, AccountState],
    cause: Cause,
    *,
    reconsidered: Iterable[str] = (),
) -> Settlement:
    """Write the new states, cluster what they can have an effect on, and write what follows.

    Accounts of which nothing changed that evidence is made of cost no look at their neighbourhood.
    Every profile that an account of `states` belongs to gets a higher version, for its document
    changes.

    Args:
        transaction: everything happens in it.
        criteria: decide.
        loaded: accounts as stored, each with all accounts of its profile.
        states: the new states of accounts that have new events.
        cause: goes into the identity changes.
        reconsidered: accounts to cluster again though their identifiers did not change; they are
            among `loaded`.
    """
    policy = criteria.policy
    telling = with_news(loaded, states, policy)
    holdings, added, removed = difference(loaded, telling, policy)
    reweighed = _reweighed(transaction, criteria, loaded, states, telling)
    for account_id in reweighed.changed:
        holdings.setdefault(account_id, frozenset(held(states[account_id], policy)))
    for account_id in reconsidered:
        holdings.setdefault(account_id, frozenset(held(loaded[account_id].state, policy)))
    partition, assignments = Partition(()), list[Assignment]()
    stored, comparing = loaded, reweighed.comparing
    if holdings:
        transaction.graph.save_holdings(added, removed)
        neighbourhood = Neighbourhood(transaction, criteria, loaded, reweighed)
        neighbourhood.grow(holdings, added, removed)
        stored = neighbourhood.stored
        component, parts = neighbourhood.component()
        comparing = replace(
            comparing,
            divided=sum(part.threshold > policy.effective_match_threshold for part in parts),
        )
        partition = cluster(component, policy)
        assignments = _assign(partition, stored)
    renewed = _renewed(assignments, stored, states, to_microseconds(cause.changed_at))
    accounts = _current(assignments, renewed, stored, states)
    moved = dict.fromkeys(each for each in accounts if _moved(accounts[each], stored.get(each)))
    transaction.graph.save_accounts(accounts[each] for each in moved)
    transaction.graph.save_states(accounts[each] for each in states if each not in moved)
    transaction.graph.save_profiles(renewed.values(), _ended(assignments, stored))
    changes = tuple(describe(assignments, partition, cause))
    return Settlement(accounts, changes, partition.links, comparing)


def _reweighed(
    transaction: Transaction,
    criteria: Criteria,
    loaded: Mapping[str, StoredAccount],
    states: Mapping[str, AccountState],
    telling: Mapping[str, AccountState],
) -> Reweighed:
    """Weigh those accounts again that say something else of themselves than before."""
    if criteria.comparing is None:
        return Reweighed()
    # Not what the earlier state says, but what is in the index: where accounts were not compared
    # before, they come into it whole when they are next heard of.
    before = transaction.descriptions.of(states.keys() & loaded.keys())
    redescribed = {
        account_id: Redescribed(before.get(account_id), now)
        for account_id, state in states.items()
        if (account_id in telling or account_id not in before)
        and (now := criteria.describe(state)) != before.get(account_id, NOTHING)
    }
    if not redescribed:
        return Reweighed()
    return reweigh(transaction, criteria, criteria.comparing, redescribed)


def _assign(partition: Partition, stored: Mapping[str, StoredAccount]) -> list[Assignment]:
    profiles = {account_id: account.profile for account_id, account in stored.items()}
    return assign(
        partition.clusters,
        {account_id: profile.profile_id for account_id, profile in profiles.items()},
        {profile.profile_id: profile for profile in profiles.values()},
    )


def _renewed(
    assignments: Iterable[Assignment],
    stored: Mapping[str, StoredAccount],
    states: Mapping[str, AccountState],
    now: int,
) -> dict[UUID, StoredProfile]:
    """The living profiles whose document changes, with their new versions."""
    known = {account.profile.profile_id: account.profile for account in stored.values()}
    renewed: dict[UUID, StoredProfile] = {}
    placed: set[str] = set()
    for assignment in assignments:
        for profile_id, accounts in assignment.after.items():
            created_at = known[profile_id].created_at if profile_id in known else now
            renewed[profile_id] = StoredProfile(profile_id, assignment.version, created_at)
            placed.update(accounts)
    for account_id in states.keys() - placed:
        old = stored[account_id].profile
        renewed[old.profile_id] = StoredProfile(old.profile_id, old.version + 1, old.created_at)
    return renewed


def _current(
    assignments: Iterable[Assignment],
    renewed: Mapping[UUID, StoredProfile],
    stored: Mapping[str, StoredAccount],
    states: Mapping[str, AccountState],
) -> dict[str, StoredAccount]:
    """Every account as it is now."""
    profile_of = {account_id: each.profile.profile_id for account_id, each in stored.items()}
    for assignment in assignments:
        for profile_id, accounts in assignment.after.items():
            profile_of |= dict.fromkeys(accounts, profile_id)
    return {
        account_id: StoredAccount(
            states.get(account_id) or stored[account_id].state,
            renewed.get(profile_id) or stored[account_id].profile,
        )
        for account_id, profile_id in profile_of.items()
    }


def _ended(
    assignments: Iterable[Assignment], stored: Mapping[str, StoredAccount]
) -> list[StoredProfile]:
    """The profiles that are gone, with the versions at which they ended."""
    return [
        structs.replace(
            stored[assignment.before[profile_id][0]].profile, version=assignment.version
        )
        for assignment in assignments
        for profile_id in sorted(assignment.ended)
    ]


def _moved(now: StoredAccount, before: StoredAccount | None) -> bool:
    return before is None or now.profile.profile_id != before.profile.profile_id
