"""Which of an account's identifiers may speak for it."""

from collections import Counter

from resolvers.accounts.state import IdentifierKey
from resolvers.policy import Policy


def speaking(keys: frozenset[IdentifierKey], policy: Policy) -> frozenset[IdentifierKey]:
    """The identifiers without those of a type and scope of which the account holds too many.

    An account with more than `max_values` phones is no person's: a login that is shared, or an id
    that stands where one is missing. Its phones neither link it nor keep it apart. It goes on
    speaking with identifiers of other types.
    """
    if len(keys) <= policy.least_max_values:
        return keys
    counts = Counter((key.type, key.scope) for key in keys)
    return frozenset(
        key for key in keys if counts[key.type, key.scope] <= policy.rule(key.type).max_values
    )
