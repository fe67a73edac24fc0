"""Whatever is done to a line, its final state is that of a line left in peace."""

import os
from pathlib import Path

import pytest

from pipeline.demo.day import Day, make_day
from pipeline.demo.platforms import SOCIAL
from tests.faults.differences import compare
from tests.faults.final_state import FinalState
from tests.faults.scenarios import SCENARIOS, Case, undisturbed

KILLS = int(os.environ.get("FAULTS_KILLS", "40"))
SEED = int(os.environ.get("FAULTS_SEED", "1"))

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300 + 5 * KILLS)]


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(150, seed=7, platforms=SOCIAL)


@pytest.fixture(scope="module")
def in_peace(day: Day, tmp_path_factory: pytest.TempPathFactory) -> FinalState:
    return undisturbed(Case(day, tmp_path_factory.mktemp("undisturbed"), SEED)).state


def test_a_day_in_peace_is_counted_event_by_event(day: Day, in_peace: FinalState) -> None:
    assert in_peace.events.total() == len(in_peace.events) == day.events.total()
    assert sum(in_peace.counted.values()) == day.events.total()
    assert {account for accounts in in_peace.documents for account in accounts} == set(day.truth)
    assert in_peace.disagreements == {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_harm_leaves_no_trace(name: str, day: Day, in_peace: FinalState, tmp_path: Path) -> None:
    outcome = SCENARIOS[name](Case(day, tmp_path, SEED, KILLS))
    assert all(outcome.harm.values()), outcome.harm
    assert outcome.crashes == ()
    differences = compare(in_peace, outcome.state)
    assert differences.examples == ()
    assert (differences.lost, differences.duplicated, differences.wrong_profiles) == (0, 0, 0)
