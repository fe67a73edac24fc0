"""Training of match models from files or from the identity store."""

from pipeline.training.chart import chart
from pipeline.training.preparing import Prepared, prepare
from pipeline.training.reading import states_in_files, states_in_store

__all__ = ["Prepared", "chart", "prepare", "states_in_files", "states_in_store"]
