"""Values that say nothing about who is who."""

from enum import StrEnum

from resolvers.accounts.state import IdentifierKey
from resolvers.policy import Policy, Strength


class Silence(StrEnum):
    """Why a value says nothing.

    A weak value is never generic: it links nothing, but may keep accounts apart whoever holds it.
    """

    WEAK = "weak"
    BLOCKED = "blocked"
    GENERIC = "generic"


def silence(key: IdentifierKey, holders: int, policy: Policy) -> Silence | None:
    """Why the value does not link the accounts that hold it; None when it does."""
    if policy.is_blocked(key.type, key.value):
        return Silence.BLOCKED
    rule = policy.rule(key.type)
    if rule.strength is Strength.WEAK:
        return Silence.WEAK
    return Silence.GENERIC if holders > rule.max_accounts else None
