"""Real records through the whole line: FEBRL 4 by social security number, read from ClickHouse."""

from pathlib import Path

import pytest

from benchmarks.whole_line import DATA, FILES, records, resolve
from resolvers.evaluation import pair_scores


@pytest.mark.integration
@pytest.mark.timeout(300)
def test_febrl4_is_joined_exactly_as_by_its_social_security_numbers(tmp_path: Path) -> None:
    files = [DATA / name for name in FILES["febrl4"]]
    known = {account: both for file in files for account, both in records(file).items()}
    truth = {account: person for account, (person, _) in known.items()}
    by_number = {account: number for account, (_, number) in known.items()}
    found, _ = resolve(files, tmp_path / "data")
    assert found.keys() == truth.keys()
    scores, exact = pair_scores(truth, found), pair_scores(truth, by_number)
    assert scores.precision >= 0.999
    assert scores.recall == exact.recall
