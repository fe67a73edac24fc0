"""Kafka and PostgreSQL themselves are killed, and two workers with them."""

import os
from pathlib import Path

import pytest

from pipeline.demo.day import make_day
from pipeline.demo.platforms import SOCIAL
from tests.faults.differences import compare
from tests.faults.scenarios import SERVICE_SCENARIOS, Case, undisturbed

KILLS = int(os.environ.get("FAULTS_KILLS", "20"))
SEED = int(os.environ.get("FAULTS_SEED", "1"))

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600 + 10 * KILLS)]


@pytest.mark.parametrize("name", SERVICE_SCENARIOS)
def test_kills_of_services_leave_no_trace(name: str, tmp_path: Path) -> None:
    day = make_day(150, seed=7, platforms=SOCIAL)
    in_peace = undisturbed(Case(day, tmp_path / "undisturbed", SEED)).state
    outcome = SERVICE_SCENARIOS[name](Case(day, tmp_path / name, SEED, KILLS))
    assert all(outcome.harm.values()), outcome.harm
    differences = compare(in_peace, outcome.state)
    assert differences.examples == ()
    assert (differences.lost, differences.duplicated, differences.wrong_profiles) == (0, 0, 0)
    assert outcome.crashes == ()
