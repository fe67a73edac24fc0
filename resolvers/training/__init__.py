"""Match models without labels."""

from resolvers.training.findings import Findings
from resolvers.training.pairs import candidate_pairs
from resolvers.training.training import Plan, Training, train

__all__ = ["Findings", "Plan", "Training", "candidate_pairs", "train"]
