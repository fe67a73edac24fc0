"""Match models without labels."""

from resolvers.training.findings import Findings
from resolvers.training.pairs import candidate_pairs
from resolvers.training.plan import Plan, load_plan
from resolvers.training.proposing import propose_blocking, propose_plan
from resolvers.training.training import Training, train

__all__ = [
    "Findings",
    "Plan",
    "Training",
    "candidate_pairs",
    "load_plan",
    "propose_blocking",
    "propose_plan",
    "train",
]
