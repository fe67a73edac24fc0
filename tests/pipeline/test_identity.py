"""What a worker says of criteria that do not fit."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from pipeline.identity import (
    chosen_criteria,
    criteria_of,
    identifier_types,
    tell_if_not_applied,
    tell_if_outgrown,
)
from pipeline.settings import Settings
from resolvers.criteria import Criteria
from resolvers.matching import load_model
from resolvers.policy import IdentifierRule, Strength, load_policy
from resolvers.policy.loading import SHIPPED
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.errors import Fatal
from tests.resolvers.comparing import person
from tests.resolvers.feeding import Partition


def test_a_worker_says_so_when_its_policy_is_not_the_one_applied(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    store = open_store(settings.identity_store_url)
    criteria = criteria_of(settings)
    other = Criteria(criteria.policy.model_copy(update={"match_threshold": 99.0}), criteria.model)
    with capture_logs() as lines:
        tell_if_not_applied(store, criteria)
        tell_if_not_applied(store, criteria)
    assert lines == []
    with capture_logs() as lines:
        tell_if_not_applied(store, other)
    store.close()
    (line,) = lines
    assert line["event"] == "criteria_not_applied"
    assert line["applied_policy"] == criteria.policy.version


def test_a_worker_says_so_when_there_are_more_accounts_than_its_weights_are_for(
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=tmp_path)
    store = open_store(settings.identity_store_url)
    criteria = criteria_of(settings)
    Partition(Resolver(store, *chosen_criteria(settings))).deliver(*map(person, "abcde"))
    with capture_logs() as lines:
        for population in (3, 2):
            policy = criteria.stated.model_copy(update={"population": population})
            tell_if_outgrown(store, Criteria(policy, criteria.model))
    store.close()
    assert [(each["accounts"], each["population"]) for each in lines] == [(5, 2)]


def test_a_population_is_refused_where_the_model_says_none(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    shipped = SHIPPED.read_text(encoding="utf-8")
    policy.write_text(f"population: 100000\n{shipped}", encoding="utf-8")
    model = tmp_path / "model.json"
    unsaid = load_model().model_copy(update={"population": None})
    model.write_text(unsaid.model_dump_json(), encoding="utf-8")
    settings = Settings(data_dir=tmp_path, policy_file=policy, model_file=model)
    with pytest.raises(Fatal, match="does not say among how many"):
        chosen_criteria(settings)
    assert criteria_of(settings.model_copy(update={"model_file": None})).policy.raised_by > 0


def test_only_a_policy_that_links_by_any_type_takes_types_that_it_does_not_name() -> None:
    policy = load_policy()
    assert "phone" in (identifier_types(policy) or ())
    by_any = policy.model_copy(update={"default": IdentifierRule(strength=Strength.STRONG)})
    assert identifier_types(by_any) is None
