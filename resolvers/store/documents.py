"""Profile documents from the accounts as they are stored."""

from collections.abc import Iterable

from resolvers.accounts import AccountState
from resolvers.assignment import StoredProfile
from resolvers.policy import Policy
from resolvers.store.graph import StoredAccount
from resolvers.survivorship import golden_record
from schemas.profile import Profile


def documents(accounts: Iterable[StoredAccount], policy: Policy) -> list[Profile]:
    """The golden record of every profile of these accounts, which must be all its accounts."""
    states: dict[StoredProfile, list[AccountState]] = {}
    for account in accounts:
        states.setdefault(account.profile, []).append(account.state)
    return [golden_record(profile, states[profile], policy) for profile in states]
