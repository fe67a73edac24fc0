"""Everything that is done to a line, by name."""

from collections.abc import Mapping

from tests.faults.scenarios.broker import broker_killed
from tests.faults.scenarios.case import Case, Outcome, Scenario
from tests.faults.scenarios.clickhouse import clickhouse_away
from tests.faults.scenarios.clock import clock_steps
from tests.faults.scenarios.database import database_away
from tests.faults.scenarios.disk import disk_full
from tests.faults.scenarios.kills import kills, undisturbed
from tests.faults.scenarios.order import any_order
from tests.faults.scenarios.poison import poison

SCENARIOS: Mapping[str, Scenario] = {
    scenario.__name__: scenario
    for scenario in (
        kills,
        broker_killed,
        database_away,
        clickhouse_away,
        disk_full,
        clock_steps,
        any_order,
        poison,
    )
}

__all__ = ["SCENARIOS", "Case", "Outcome", "Scenario", "undisturbed"]
