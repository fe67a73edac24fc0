"""Which criteria a worker says are not those applied."""

from pathlib import Path

from structlog.testing import capture_logs

from pipeline.identity import criteria_of, tell_if_not_applied
from pipeline.settings import Settings
from resolvers.criteria import Criteria
from resolvers.store import open_store


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
