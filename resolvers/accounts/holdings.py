"""Which identifiers an account holds, of all it ever stated."""

from collections.abc import Mapping

from resolvers.accounts.state import AccountState, IdentifierKey, Seen
from resolvers.policy import Policy


def held(state: AccountState, policy: Policy) -> Mapping[IdentifierKey, Seen]:
    """The identifiers that hold now, each with when it was stated.

    Withdrawn are those last stated before the account's latest snapshot. Of a type that is unique
    in the policy only the value stated last holds in each scope, of two stated at one time the
    larger: an account is one person, so a new member number replaces the old one.
    """
    since = state.snapshot_at
    if since is None and len({key[:2] for key in state.identifiers}) == len(state.identifiers):
        return state.identifiers  # one value of each: nothing can be withdrawn
    holding: dict[IdentifierKey, Seen] = {}
    latest: dict[tuple[str, str], tuple[int, IdentifierKey]] = {}
    for key, seen in state.identifiers.items():
        if since is not None and seen.last < since:
            continue
        if policy.rule(key.type).unique:
            place, statement = (key.type, key.scope), (seen.last, key)
            if place not in latest or statement > latest[place]:
                latest[place] = statement
        else:
            holding[key] = seen
    holding.update((key, state.identifiers[key]) for _, key in latest.values())
    return holding
