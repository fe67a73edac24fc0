"""What accounts say that they did not say before."""

from collections.abc import Mapping

from resolvers.accounts import AccountState, IdentifierKey, held
from resolvers.comparisons import MOST_VALUES
from resolvers.neighbourhood import Holding
from resolvers.policy import Policy
from resolvers.store import StoredAccount


def with_news(
    loaded: Mapping[str, StoredAccount], states: Mapping[str, AccountState], policy: Policy
) -> dict[str, AccountState]:
    """The states of those accounts of which anything but counters, times and consent may be other
    than before: few, for most events are of accounts that have said before what they say.
    """
    return {
        account_id: state
        for account_id, state in states.items()
        if (account := loaded.get(account_id)) is None
        or not _says_the_same(account.state, state, policy)
    }


def difference(
    loaded: Mapping[str, StoredAccount], states: Mapping[str, AccountState], policy: Policy
) -> tuple[dict[str, frozenset[IdentifierKey]], list[Holding], list[Holding]]:
    """What new and changed accounts hold now; what was added; what was removed."""
    holdings: dict[str, frozenset[IdentifierKey]] = {}
    added: list[Holding] = []
    removed: list[Holding] = []
    for account_id, state in states.items():
        now = held(state, policy)
        account = loaded.get(account_id)
        before = {} if account is None else held(account.state, policy)
        if account is None or now.keys() != before.keys():
            holdings[account_id] = frozenset(now)
            added.extend((key, account_id) for key in now.keys() - before.keys())
            removed.extend((key, account_id) for key in before.keys() - now.keys())
    return holdings, added, removed


def _says_the_same(before: AccountState, now: AccountState, policy: Policy) -> bool:
    """Whether both surely hold the same and are described alike: not told of all that do."""
    return (
        now.identifiers.keys() == before.identifiers.keys()
        and now.traits == before.traits
        and len(now.identifiers) <= MOST_VALUES
        and held(now, policy) is now.identifiers  # so times have no say in what holds
    )
