"""Profile documents from the accounts as they are stored."""

from collections.abc import Iterable
from uuid import UUID

from resolvers.accounts import AccountState
from resolvers.assignment import StoredProfile
from resolvers.policy import Policy
from resolvers.store.graph import StoredAccount
from resolvers.survivorship import golden_record
from schemas.profile import Profile


def documents(accounts: Iterable[StoredAccount], policy: Policy) -> list[Profile]:
    """The golden record of every profile of these accounts, which must be all its accounts."""
    states: dict[UUID, tuple[StoredProfile, list[AccountState]]] = {}
    for account in accounts:
        profile = account.profile
        states.setdefault(profile.profile_id, (profile, []))[1].append(account.state)
    return [golden_record(profile, of, policy) for profile, of in states.values()]
