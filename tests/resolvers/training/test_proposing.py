from pathlib import Path

import pytest

from resolvers.comparisons import Description
from resolvers.training import load_plan, propose_blocking, propose_plan
from schemas.errors import Fatal
from tests.resolvers.training.people import typed

PEOPLE = [account for _, account in typed(people=60, records=3)]


def test_fields_are_compared_by_their_names_and_values() -> None:
    accounts = [
        Description(
            {
                **account.content,
                "first_name": (f"given{number % 90}",),
                "last_name": (f"family{number % 80}",),
                "row": (str(number),),
                "country": ("au",),
                "colour": ("red" if number % 2 else "blue",),
            }
        )
        for number, account in enumerate(PEOPLE)
    ]
    proposed = {each.fields: each for each in propose_plan(accounts).comparisons}
    assert {fields: each.kind for fields, each in proposed.items()} == {
        ("birthday",): "birthday",
        ("city",): "jaro_winkler",
        ("colour",): "exact",
        ("first_name",): "jaro_winkler",
        ("last_name",): "jaro_winkler",
        ("name",): "tokens",
    }
    assert proposed["first_name",].reads == ("first_name", "last_name")


def test_chinese_names_are_compared_as_such_and_by_how_common_they_are() -> None:
    accounts = [Description({"name": (name,)}) for name in ("王伟", "李娜", "王伟", "赵敏")]
    plan = propose_plan(accounts)
    assert [each.kind for each in plan.comparisons] == ["chinese_name"]
    assert plan.term_frequencies == {"name:chinese_name"}


def test_a_masked_phone_is_compared_with_a_whole_one() -> None:
    accounts = [
        Description({"phone": ("+8613912345678",)}),
        Description({"masked_phone": ("139****5678",)}),
        Description({"phone": ("+8613812349999",), "masked_phone": ("138****1111",)}),
    ]
    (phone,) = propose_plan(accounts).comparisons
    assert (phone.kind, phone.fields) == ("phone", ("masked_phone", "phone"))
    assert propose_blocking(accounts)[0].keys[0] == ("masked_phone+phone|digits|last:7",)


def test_rules_bring_together_who_agrees_in_one_thing_or_nearly_in_two() -> None:
    rules = {rule.name: rule.keys for rule in propose_blocking(PEOPLE)}
    assert rules["birthday"][0] == ("birthday|digits",)
    assert rules["name, near birthday"] == (("name|tokens", "birthday|year"), ("birthday|digits",))


def test_what_two_of_one_household_have_in_common_does_not_tell_them_apart() -> None:
    accounts = [
        Description(
            {
                "first_name": (f"given{number % 9}",),
                "middle_initial": ("abc"[number % 3],),
                "last_name": (f"family{number % 8}",),
                "company_name": (f"firm {number % 7}",),
                "street_name": (f"street {number % 6}",),
                "date_of_birth": (f"19{number % 50 + 30}0101",),
                "phone": (f"+861380013{number % 40:04}",),
            }
        )
        for number in range(200)
    ]
    plan = propose_plan(accounts)
    assert plan.tells_apart == {"first_name:jaro_winkler", "date_of_birth:birthday"}
    kinds = {each.fields[0]: each.kind for each in plan.comparisons}
    assert (kinds["middle_initial"], kinds["company_name"]) == ("prefix", "tokens")
    assert kinds["street_name"] == "tokens"


def test_a_number_of_a_document_is_no_numbering_of_the_records() -> None:
    accounts = [
        Description({"national_id": (str(90000 + number // 2 * 2),), "row": (str(number),)})
        for number in (*range(300), 7, 9)
    ]
    plan = propose_plan(accounts)
    assert [each.name for each in plan.comparisons] == ["national_id:exact"]
    assert not plan.tells_apart  # nothing says that these are persons


def test_accounts_that_state_nothing_cannot_be_compared() -> None:
    with pytest.raises(Fatal, match="fields"):
        propose_plan([Description({"country": ("au",)})] * 3)


def test_a_plan_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("comparisons: [{kind: exact, fields: [city]}]")
    assert load_plan(path).comparisons[0].name == "city:exact"
    path.write_text("{comparisons: [{kind: exact, fields: [city]}], tells_apart: [name]}")
    with pytest.raises(Fatal, match="names of comparisons, as city:exact; not name"):
        load_plan(path)
    path.write_text("comparisons: [{kind: exact}]")
    with pytest.raises(Fatal, match=r"plan\.yaml: comparisons\.0\.exact\.fields: is needed"):
        load_plan(path)
