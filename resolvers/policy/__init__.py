"""What counts as evidence and what speaks against it, as a file a person can read."""

from resolvers.policy.loading import load_policy
from resolvers.policy.rules import IdentifierRule, Linkage, Policy, Strength

__all__ = ["IdentifierRule", "Linkage", "Policy", "Strength", "load_policy"]
