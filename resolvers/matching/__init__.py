"""How much speaks for two accounts being one person, in bits."""

from resolvers.matching.frequencies import TermFrequencies, value_hash
from resolvers.matching.loading import load_model
from resolvers.matching.model import ComparisonModel, LevelModel, MatchModel
from resolvers.matching.scoring import score, total
from resolvers.matching.weighing import Weighed, Weighing, weigh

__all__ = [
    "ComparisonModel",
    "LevelModel",
    "MatchModel",
    "TermFrequencies",
    "Weighed",
    "Weighing",
    "load_model",
    "score",
    "total",
    "value_hash",
    "weigh",
]
