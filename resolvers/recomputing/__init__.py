"""The whole graph under other criteria: what would change, and changing it."""

from resolvers.recomputing.changing import applied_before, apply_criteria, try_criteria
from resolvers.recomputing.difference import Difference
from resolvers.recomputing.evaluating import (
    ThresholdScores,
    scores_at,
    scores_now,
    unknown_accounts,
)

__all__ = [
    "Difference",
    "ThresholdScores",
    "applied_before",
    "apply_criteria",
    "scores_at",
    "scores_now",
    "try_criteria",
    "unknown_accounts",
]
