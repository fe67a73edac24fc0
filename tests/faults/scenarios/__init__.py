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
from tests.faults.scenarios.services import kills_with_services

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
"""What needs nothing but the embedded stack."""

SERVICE_SCENARIOS: Mapping[str, Scenario] = {kills_with_services.__name__: kills_with_services}
"""What needs Java, Maven and Debian's PostgreSQL."""

__all__ = ["SCENARIOS", "SERVICE_SCENARIOS", "Case", "Outcome", "Scenario", "undisturbed"]
