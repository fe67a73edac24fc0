"""The whole graph under other criteria: what would change, and changing it."""

from resolvers.recomputing.changing import apply_criteria, try_criteria
from resolvers.recomputing.difference import Difference

__all__ = ["Difference", "apply_criteria", "try_criteria"]
