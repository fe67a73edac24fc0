"""Everything that is done to a line, by name."""

from collections.abc import Mapping

from tests.faults.scenarios.case import Case, Outcome, Scenario
from tests.faults.scenarios.kills import kills, undisturbed

SCENARIOS: Mapping[str, Scenario] = {"kills": kills}

__all__ = ["SCENARIOS", "Case", "Outcome", "Scenario", "undisturbed"]
