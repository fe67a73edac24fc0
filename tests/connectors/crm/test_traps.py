import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.crm.reader import read
from connectors.crm.salesforce import salesforce_id
from connectors.sdk.reading import Ignored
from schemas.errors import Reject
from tests.connectors.crm.exports import file, imported, mapping


@pytest.mark.parametrize("record_id", ["", " ", "1.39E+10"])
def test_a_row_without_a_usable_record_id_is_rejected(tmp_path: Path, record_id: str) -> None:
    result = imported(file(tmp_path, f"id,phone\n{record_id},2\n"), mapping(), tmp_path)

    assert result.summary.rejected == 1
    assert result.events == []


def test_a_dated_row_is_the_same_event_from_a_file_of_another_day(tmp_path: Path) -> None:
    path = file(tmp_path, "id,phone,changed\n1,2,2026/1/1\n")
    first = imported(path, mapping(occurred_at="changed"), tmp_path)
    os.utime(path, (0, 0))
    again = imported(path, mapping(occurred_at="changed"), tmp_path)

    assert again.raws[0].event_id == first.raws[0].event_id


def test_a_changed_row_and_a_changed_mapping_are_new_events(tmp_path: Path) -> None:
    ids = {
        imported(file(tmp_path, content), reading, tmp_path).raws[0].event_id
        for content in ("id,phone,at\n1,2,2026/1/1\n", "id,phone,at\n1,3,2026/1/1\n")
        for reading in (mapping(occurred_at="at"), mapping(occurred_at="at", identifiers={}))
    }

    assert len(ids) == 4


def test_without_a_date_the_lower_of_two_rows_of_a_record_is_the_later_one(tmp_path: Path) -> None:
    path = file(tmp_path, "id,phone\n1,2\n1,3\n")
    os.utime(path, (1767238800, 1767238800))
    upper, lower = imported(path, mapping(), tmp_path).events

    assert upper.account == lower.account
    assert upper.occurred_at < lower.occurred_at
    assert lower.occurred_at.replace(microsecond=0) == datetime(2026, 1, 1, 3, 40, tzinfo=UTC)


@pytest.mark.parametrize("stated", ["01/02/2026", "1899-12-30"])
def test_an_unreadable_date_is_a_problem_of_the_event(tmp_path: Path, stated: str) -> None:
    path = file(tmp_path, f"id,phone,at\n1,2,{stated}\n")
    (event,) = imported(path, mapping(occurred_at="at"), tmp_path).events

    (problem,) = event.problems
    assert (problem.field, problem.shape[:2]) == ("occurred_at", "99")


@pytest.mark.parametrize("stated", [{}, {"stated_at": "soon"}])
def test_a_row_that_no_import_wrote_is_rejected(tmp_path: Path, stated: dict[str, str]) -> None:
    raw = imported(file(tmp_path, "id\n1\n"), mapping(), tmp_path).raws[0]
    headers = {"mapping": raw.headers["mapping"]} | stated
    with pytest.raises(Reject, match="stated_at"):
        read(raw.but(headers=headers))


def test_rows_of_a_file_without_a_time_of_its_own_are_events(tmp_path: Path) -> None:
    path = file(tmp_path, "id\n1\n")
    os.utime(path, (0, 0))
    (event,) = imported(path, mapping(), tmp_path).events
    assert event.occurred_at.year == 1990


def test_cells_with_several_values_give_several_identifiers_and_one_trait(tmp_path: Path) -> None:
    path = file(tmp_path, "id,mail,tags\n1,a@x.cn; b@x.cn;a@x.cn,重要; 复购;\n")
    reading = mapping(
        identifiers={"email": {"columns": "mail", "split": ";"}},
        traits={"tags": {"columns": ["tags"], "split": ";"}},
        constants={"channel": "shop"},
    )
    (event,) = imported(path, reading, tmp_path).events

    assert [found.value for found in event.identifiers[1:]] == ["a@x.cn", "b@x.cn"]
    assert event.traits == {"channel": "shop", "tags": "重要;复购"}


def test_a_row_too_long_for_a_message_is_rejected(tmp_path: Path) -> None:
    cell = "x" * 100_000
    path = file(tmp_path, f"id,a,b,c,d,e,f\n1,{','.join([cell] * 6)}\n2,,,,,,\n")
    result = imported(path, mapping(), tmp_path)

    assert (result.summary.imported, result.summary.rejected) == (1, 1)


def test_records_deleted_in_the_crm_are_ignored(tmp_path: Path) -> None:
    path = file(tmp_path, "id,gone\n1,true\n2,false\n")
    result = imported(path, mapping(deleted={"column": "gone"}), tmp_path)

    assert read(result.raws[0]) == Ignored("deleted in the CRM")
    assert len(result.events) == 1


def test_columns_that_the_mapping_does_not_speak_of_are_told(tmp_path: Path) -> None:
    path = file(tmp_path, "id,other,left out,other\n1,2,3,4\n")
    summary = imported(path, mapping(ignore=["left out"]), tmp_path).summary

    assert summary.unread == ["other", "other (2)"]
    assert summary.absent == ["identifiers.phone"]


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("500x000000003TR", "500x000000003TRAAY"),
        ("a0D30000001n7Pi", "a0D30000001n7PiEAI"),
        ("C1", "C1"),
    ],
)
def test_salesforce_ids_of_reports_become_those_of_the_api(short: str, long: str) -> None:
    assert salesforce_id(short) == long
