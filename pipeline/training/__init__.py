"""Training of match models from files or from the identity store."""

from pipeline.training.chart import chart
from pipeline.training.learning import Learned, learn, without_rules
from pipeline.training.reading import states_in_files, states_in_store

__all__ = [
    "Learned",
    "chart",
    "learn",
    "states_in_files",
    "states_in_store",
    "without_rules",
]
