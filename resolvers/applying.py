"""A batch of events inside one transaction: what is fresh changes state, all get their outputs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from resolvers.accounts import fold
from resolvers.accounts.state import to_microseconds
from resolvers.clustering import Link
from resolvers.criteria import Criteria
from resolvers.resolution import EndedProfile, PlacedEvent, Position, Resolution, Resolved
from resolvers.settling import Settlement, settle
from resolvers.store import StoredAccount, Transaction, documents
from resolvers.store.progress import EventOfAccount
from schemas.event import NO_PROFILE, CustomerEvent
from schemas.identity import IdentityChange


def apply(
    transaction: Transaction,
    criteria: Criteria,
    position: Position,
    events: Sequence[PlacedEvent],
    now: datetime,
) -> Resolution:
    """Settle the fresh events of the batch, fill the outbox, move the offset on.

    Fresh are events above the stored offset that were not counted for their account before; of
    several with one id the first. An event of an unknown account is fresh wherever it stands.
    Anonymous events are passed on and change nothing.
    """
    of_persons = [each for each in events if not each.event.anonymous]
    loaded = {
        account.state.account_id: account
        for account in transaction.graph.accounts_with_profile_mates(
            {each.event.account.account_id for each in of_persons}
        )
    }
    fresh = _fresh(transaction, position, of_persons, loaded)
    by_account: dict[str, list[CustomerEvent]] = {}
    for event in fresh.values():
        by_account.setdefault(event.account.account_id, []).append(event)
    states = {
        account_id: fold(loaded[account_id].state if account_id in loaded else None, theirs)
        for account_id, theirs in by_account.items()
    }
    causing = {
        account_id: [event.event_id for event in theirs]
        for account_id, theirs in by_account.items()
    }
    settlement = settle(transaction, criteria, loaded, states, criteria.cause(now, causing))
    unpublished = transaction.outbox.unpublished(position.topic, position.partition)
    transaction.outbox.add(settlement.changes, position.topic, position.partition)
    transaction.progress.save_counted(fresh.keys(), to_microseconds(now))
    changes = (*unpublished, *settlement.changes)
    resolved = tuple(_resolved(events, loaded, settlement))
    touched = {each.profile_id for each in resolved} - {NO_PROFILE}
    touched |= {after.profile_id for change in changes for after in change.after}
    accounts = _accounts_of(transaction, touched, settlement)
    return Resolution(
        resolved=resolved,
        profiles=tuple(documents(accounts, criteria.policy)),
        ended=tuple(_ended(changes)),
        changes=changes,
        comparing=settlement.comparing,
    )


def waiting(transaction: Transaction, criteria: Criteria) -> Resolution:
    """What persons caused and the broker has not confirmed, with the documents it led to."""
    changes = tuple(transaction.outbox.unpublished(topic=None, partition=None))
    touched = {after.profile_id for change in changes for after in change.after}
    accounts = transaction.graph.accounts_of(touched) if touched else ()
    return Resolution(
        resolved=(),
        profiles=tuple(documents(accounts, criteria.policy)),
        ended=tuple(_ended(changes)),
        changes=changes,
    )


def _fresh(
    transaction: Transaction,
    position: Position,
    events: Iterable[PlacedEvent],
    loaded: Mapping[str, StoredAccount],
) -> dict[EventOfAccount, CustomerEvent]:
    progress = transaction.progress
    applied = progress.offset(position.cluster_id, position.topic, position.partition)
    if position.offset > applied:
        progress.save_offset(
            position.cluster_id, position.topic, position.partition, position.offset
        )
    fresh: dict[EventOfAccount, CustomerEvent] = {}
    for each in events:
        account_id = each.event.account.account_id
        # an earlier version may have refused an event that this one accepts
        if each.offset > applied or account_id not in loaded:
            fresh.setdefault((each.event.event_id, account_id), each.event)
    counted = progress.counted([event_id for event_id, _ in fresh]) if fresh else ()
    for event_of_account in counted:
        fresh.pop(event_of_account, None)
    return fresh


def _resolved(
    events: Iterable[PlacedEvent], loaded: Mapping[str, StoredAccount], settlement: Settlement
) -> Iterator[Resolved]:
    links: dict[str, Link] = {}
    for link in settlement.links:
        links.setdefault(link.left, link)
        links.setdefault(link.right, link)
    for each in events:
        if each.event.anonymous:
            yield Resolved(each.event, NO_PROFILE, "anonymous")
            continue
        account_id = each.event.account.account_id
        profile_id = settlement.accounts[account_id].profile.profile_id
        if account_id in loaded:
            resolved_by = "known"
        elif account_id in links:
            resolved_by = f"{links[account_id].kind}:{links[account_id].rule}"
        else:
            resolved_by = "new"
        yield Resolved(each.event, profile_id, resolved_by)


def _accounts_of(
    transaction: Transaction, profile_ids: set[UUID], settlement: Settlement
) -> list[StoredAccount]:
    at_hand = [
        account
        for account in settlement.accounts.values()
        if account.profile.profile_id in profile_ids
    ]
    elsewhere = profile_ids - {account.profile.profile_id for account in at_hand}
    if elsewhere:
        at_hand.extend(transaction.graph.accounts_of(elsewhere))
    return at_hand


def _ended(changes: Iterable[IdentityChange]) -> Iterator[EndedProfile]:
    for change in changes:
        for profile_id in change.ended:
            yield EndedProfile(profile_id, change.version)
