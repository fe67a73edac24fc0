"""How alike two accounts are in one respect."""

from resolvers.comparisons.comparison import NULL, Compared, Comparison, Levels
from resolvers.comparisons.description import MOST_VALUES, NOTHING, Description, describe
from resolvers.comparisons.pairs import Pairs
from resolvers.comparisons.registry import COMPARISONS, AnyComparison

__all__ = [
    "COMPARISONS",
    "MOST_VALUES",
    "NOTHING",
    "NULL",
    "AnyComparison",
    "Compared",
    "Comparison",
    "Description",
    "Levels",
    "Pairs",
    "describe",
]
