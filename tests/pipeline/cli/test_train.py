import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app
from pipeline.settings import Settings
from resolvers.matching import load_model
from resolvers.policy import Linkage, load_policy
from resolvers.policy.loading import SHIPPED
from resolvers.resolver import Resolver
from resolvers.store import open_store
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import event
from tests.resolvers.training.people import typed

MAPPING = """
source_account: people
record_id: id
traits: {name: name, birthday: birthday, city: city}
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A CSV file of invented people, beside its mapping."""
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    file = tmp_path / "people.csv"
    with file.open("w", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["id", "name", "birthday", "city"])
        for number, (_, account) in enumerate(typed(people=120, records=3)):
            stated = [(account.values(name) or ("",))[0] for name in ("name", "birthday", "city")]
            writer.writerow([f"r{number}", *stated])
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["train", *map(str, arguments)])


def test_a_file_and_its_mapping_are_enough(people: Path) -> None:
    folder = people.parent
    result = run(
        people, "--mapping", folder / "mapping.yaml", "--out", folder / "m.json", "--data", folder
    )
    assert result.exit_code == 0, result.output
    model = load_model(folder / "m.json")
    assert model.version in result.output
    names = [each.comparison.name for each in model.comparisons]
    assert names == ["birthday:birthday", "city:jaro_winkler", "name:tokens"]
    policy = load_policy(folder / "policy.yaml")
    assert "name, near birthday" in [rule.name for rule in policy.blocking]
    assert policy.linkage == Linkage()
    assert not policy.rule("national_id").unique
    assert policy.rule("openid").unique


def test_a_plan_and_a_policy_are_taken_as_they_are(people: Path) -> None:
    folder = people.parent
    plan = folder / "plan.yaml"
    plan.write_text(
        "comparisons: [{kind: exact, fields: [name]}, {kind: birthday, fields: [birthday]}]"
    )
    policy = folder / "own.yaml"
    policy.write_text(
        "{identifiers: {}, default: {strength: weak}, max_accounts_per_profile: 9,"
        " match_threshold: 3, review_threshold: 1,"
        " blocking: [{name: city, keys: [[city, birthday|year]]}]}"
    )
    result = run(
        people,
        *("--mapping", folder / "mapping.yaml", "--out", folder / "m.json", "--data", folder),
        *("--plan", plan, "--policy", policy),
    )
    assert result.exit_code == 0, result.output
    model = load_model(folder / "m.json")
    assert [each.comparison.name for each in model.comparisons] == [
        "name:exact",
        "birthday:birthday",
    ]
    assert not (folder / "policy.yaml").exists()


def test_an_identifier_that_a_stated_policy_does_not_name_is_refused(people: Path) -> None:
    mapping = people.parent / "mapping.yaml"
    mapping.write_text(MAPPING + "identifiers: {phoen: city}\n")
    result = run(people, "--mapping", mapping, "--policy", SHIPPED, "--data", people.parent)
    assert result.exit_code == 1
    assert "mapping.yaml:5: identifiers.phoen: there is no such identifier" in result.output


def test_without_files_the_accounts_in_the_store_teach(tmp_path: Path) -> None:
    store = open_store(Settings(data_dir=tmp_path).identity_store_url)
    Partition(Resolver(store, load_policy())).deliver(
        *(
            event(
                str(number),
                f"web:shop:{number}",
                traits={name: values[0] for name, values in account.content.items()},
            )
            for number, (_, account) in enumerate(typed(people=120, records=3))
        )
    )
    store.close()
    result = run("--out", tmp_path / "m.json", "--data", tmp_path)
    assert result.exit_code == 0, result.output
    assert "360 accounts" in load_model(tmp_path / "m.json").trained_on


def test_a_file_needs_a_mapping(people: Path) -> None:
    result = run(people, "--data", people.parent)
    assert result.exit_code == 2
    assert "one mapping for all files" in result.output


def test_what_is_not_learned_from_is_told(people: Path) -> None:
    folder = people.parent
    (folder / "mapping.yaml").write_text(
        "{source_account: people, record_id: id, traits: {name: name, birthday: born}}"
    )
    result = run(
        people, "--mapping", folder / "mapping.yaml", "--out", folder / "m.json", "--data", folder
    )
    assert result.exit_code == 0, result.output
    assert "no column for traits.birthday" in result.stderr
    assert "does not speak of: birthday, city" in result.stderr
    assert "Fewer than 3 comparisons say anything (name:tokens)" in result.stderr


def test_nothing_is_learned_for_a_folder_that_is_not_there(people: Path) -> None:
    folder = people.parent
    result = run(people, "--mapping", folder / "mapping.yaml", "--out", folder / "new" / "m.json")
    assert result.exit_code == 1
    assert f"there is no folder {folder / 'new'}" in result.stderr


def test_the_chart_fits_on_a_terminal(people: Path) -> None:
    folder = people.parent
    result = run(
        people, "--mapping", folder / "mapping.yaml", "--out", folder / "m.json", "--data", folder
    )
    lines = result.stdout.splitlines()
    (equal,) = [line for line in lines if "birthday:birthday" in line]
    assert "known in" in equal
    assert "│███" in result.stdout
    assert "…" not in result.stdout
