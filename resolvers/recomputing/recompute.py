"""Every account weighed and clustered again, inside one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from resolvers.accounts import AccountState, held
from resolvers.candidates import Redescribed
from resolvers.criteria import Criteria
from resolvers.reweighing import reweigh
from resolvers.settling import settle
from resolvers.store import StoredAccount, Transaction
from schemas.identity import IdentityChange

PAGE = 2000

Progress = Callable[[int], None]
"""Told how many accounts more are done; each account is done twice."""


def reindex(transaction: Transaction, criteria: Criteria, on_progress: Progress) -> None:
    """Write anew by these criteria what each account holds, the blocks it is in and all weights."""
    transaction.whole.forget_index()
    for page in _pages(transaction):
        states = {each.state.account_id: each.state for each in page}
        transaction.graph.save_holdings(
            [(key, each) for each in states for key in held(states[each], criteria.policy)], ()
        )
        _weigh(transaction, criteria, states)
        on_progress(len(page))


def recluster(
    transaction: Transaction, criteria: Criteria, now: datetime, on_progress: Progress
) -> Iterator[Sequence[IdentityChange]]:
    """Cluster everything by the index as it is; write the profiles that change, and say how.

    The changes come a page of accounts at a time. Nothing is done but as they are taken.
    """
    cause = criteria.cause(now, {})
    for page in _pages(transaction):
        reconsidered = [each.state.account_id for each in page]
        mates = transaction.graph.accounts_with_profile_mates(reconsidered)
        loaded = {each.state.account_id: each for each in mates}
        settlement = settle(transaction, criteria, loaded, {}, cause, reconsidered=reconsidered)
        on_progress(len(page))
        yield settlement.changes


def _weigh(
    transaction: Transaction, criteria: Criteria, states: Mapping[str, AccountState]
) -> None:
    if criteria.comparing is not None:
        redescribed = {
            account_id: Redescribed(None, criteria.describe(state))
            for account_id, state in states.items()
        }
        reweigh(transaction, criteria, criteria.comparing, redescribed)


def _pages(transaction: Transaction) -> Iterator[list[StoredAccount]]:
    last = ""
    while page := transaction.whole.accounts_after(last, PAGE):
        last = page[-1].state.account_id
        yield page
