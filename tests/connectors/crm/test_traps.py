import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.crm.export import CrmExport
from connectors.crm.reader import read
from connectors.crm.salesforce import salesforce_id
from connectors.sdk.files.cells import clean, read_time
from connectors.sdk.files.importing import import_file
from connectors.sdk.reading import Ignored
from schemas.errors import Fatal, Reject, Retry
from schemas.event import CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.crm.exports import Published, file, imported, mapping


def phones(event: CustomerEvent) -> list[str]:
    return [found.value for found in event.identifiers if found.type == "phone"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, "id,name\n1,林小满\n".encode(encoding))
    result = imported(path, mapping(traits={"name": "name"}), tmp_path)

    assert result.events[0].traits == {"name": "林小满"}
    assert result.summary.encoding == encoding


def test_a_broken_byte_rejects_its_row_only(tmp_path: Path) -> None:
    text = "id,name\n1,林小满\n2,李雷\n3,韩梅梅\n".encode()
    path = file(tmp_path, text.replace("雷".encode(), b"\xe9"))
    result = imported(path, mapping(traits={"name": "name"}), tmp_path)

    assert [event.traits["name"] for event in result.events] == ["林小满", "韩梅梅"]
    assert result.rejected[0]["line"] == "3"
    assert result.rejected[0]["reason"] == "bytes that are not utf-8"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_column_of_the_record_id(
    tmp_path: Path, delimiter: str
) -> None:
    path = file(tmp_path, delimiter.join(["id", "phone"]) + "\n" + delimiter.join("12"))

    assert phones(imported(path, mapping(), tmp_path).events[0]) == ["2"]


def test_headers_match_without_their_surrounding_space(tmp_path: Path) -> None:
    path = file(tmp_path, " id , phone\n1, 2\n")

    assert phones(imported(path, mapping(), tmp_path).events[0]) == ["2"]


def test_quoted_newlines_stay_within_their_cell_and_lines_are_counted_by_the_file(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, 'id,note\n1,"a\nb"\n,c\n')
    result = imported(path, mapping(traits={"note": "note"}), tmp_path)

    assert result.events[0].traits["note"] == "a\nb"
    assert result.rejected[0]["line"] == "4"


def test_a_quote_that_is_never_closed_rejects_line_by_line_what_it_swallows(
    tmp_path: Path,
) -> None:
    lines = ["id,name,note", "0,a,b", '1,a,"open', *(f"{i},n{i},some text" for i in range(2, 500))]
    result = imported(file(tmp_path, "\n".join(lines) + "\n"), mapping(), tmp_path)

    assert (result.summary.imported, result.summary.rejected) == (1, 499)
    assert [row["id"] for row in result.rejected] == lines[2:]
    assert [row["line"] for row in result.rejected] == [str(i) for i in range(3, 502)]
    assert "not closed" in result.rejected[0]["reason"]


def test_no_line_is_lost_where_a_quote_swallows_more_than_a_cell_may_hold(tmp_path: Path) -> None:
    lines = ["id,name,note", '1,a,"open', *(f"{i},n{i},some note text" for i in range(2, 12_000))]
    result = imported(file(tmp_path, "\n".join(lines) + "\n"), mapping(), tmp_path)

    assert result.summary.imported + result.summary.rejected == 11_999
    assert result.summary.imported > 5000
    assert [row["id"] for row in result.rejected] == lines[1 : 1 + result.summary.rejected]


@pytest.mark.parametrize("lines", [3, 1500])
def test_a_row_whose_quote_is_closed_too_late_is_rejected_line_by_line(
    tmp_path: Path, lines: int
) -> None:
    swallowed = ['1,"open', *(f"{i},x" for i in range(lines)), '2,"closed"']
    content = "\n".join(["id,phone", *swallowed, "3,4"])
    result = imported(file(tmp_path, content), mapping(), tmp_path)

    assert [row["id"] for row in result.rejected] == swallowed
    assert result.summary.imported == 1


def test_a_last_row_of_several_lines_without_a_line_end_is_read(tmp_path: Path) -> None:
    path = file(tmp_path, 'id,note\n1,"a\nb"')
    result = imported(path, mapping(traits={"note": "note"}), tmp_path)

    assert result.events[0].traits == {"note": "a\nb"}


def test_a_header_that_is_no_text_in_the_encoding_is_refused(tmp_path: Path) -> None:
    rows = "\n1,张\n2,李".encode()
    with pytest.raises(Fatal, match="the header holds bytes that are not utf-8"):
        imported(file(tmp_path, b"id,\xff\xfe" + rows), mapping(), tmp_path)


def test_ragged_rows_are_rejected_with_what_they_held(tmp_path: Path) -> None:
    path = file(tmp_path, "id,phone\n1\n2,3,4\n5,6\n")
    result = imported(path, mapping(), tmp_path)

    assert [row["reason"] for row in result.rejected] == [
        "1 cells where the header has 2",
        "3 cells where the header has 2",
    ]
    assert result.rejected[1]["id"] == "2"
    assert result.summary.imported == 1


def test_empty_rows_are_counted_and_passed_over(tmp_path: Path) -> None:
    result = imported(file(tmp_path, "id,phone\n\n,,\n ,\n1,2\n"), mapping(), tmp_path)

    assert (result.summary.imported, result.summary.empty) == (1, 3)
    assert result.rejected == []


@pytest.mark.parametrize("record_id", ["", " ", "1.39E+10"])
def test_a_row_without_a_usable_record_id_is_rejected(tmp_path: Path, record_id: str) -> None:
    result = imported(file(tmp_path, f"id,phone\n{record_id},2\n"), mapping(), tmp_path)

    assert result.summary.rejected == 1
    assert result.events == []


def test_the_same_file_again_is_the_same_events(tmp_path: Path) -> None:
    path = file(tmp_path, "id,phone,changed\n1,2,2026/1/1\n3,4,\n")
    by_change = mapping(occurred_at="changed")
    first = imported(path, by_change, tmp_path)
    again = imported(path, by_change, tmp_path)

    assert [raw.event_id for raw in again.raws] == [raw.event_id for raw in first.raws]
    assert [event.occurred_at for event in again.events] == [
        event.occurred_at for event in first.events
    ]


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


def test_a_busy_broker_is_asked_again(tmp_path: Path) -> None:
    class Busy(Published):
        turned_away = 0

        def publish(self, raws: Sequence[RawEvent]) -> None:
            if not self.turned_away:
                self.turned_away += 1
                raise Retry("busy")
            super().publish(raws)

    publisher = Busy()
    path = file(tmp_path, "id,phone\n1,2\n")
    import_file(path, CrmExport(mapping()), publisher, rejected_path=tmp_path / "rejected.csv")

    assert publisher.turned_away == 1
    assert [raw.kind for raw in publisher.raws] == ["record", "manifest"]


def test_records_deleted_in_the_crm_are_ignored(tmp_path: Path) -> None:
    path = file(tmp_path, "id,gone\n1,true\n2,false\n")
    result = imported(path, mapping(deleted={"column": "gone"}), tmp_path)

    assert read(result.raws[0]) == Ignored("deleted in the CRM")
    assert len(result.events) == 1


def test_the_manifest_is_the_last_raw_event_and_no_customer_event(tmp_path: Path) -> None:
    result = imported(file(tmp_path, "id,phone\n1,2\n,3\n"), mapping(), tmp_path)

    assert result.raws[-1].kind == "manifest"
    assert '"rows": 1, "rejected": 1' in result.raws[-1].body
    assert read(result.raws[-1]) == ()


def test_a_limit_reads_so_many_rows(tmp_path: Path) -> None:
    result = imported(file(tmp_path, "id,phone\n1,2\n3,4\n"), mapping(), tmp_path, limit=1)

    assert result.summary.imported == 1


def test_a_file_without_the_column_of_the_record_id_is_refused_by_its_columns(
    tmp_path: Path,
) -> None:
    with pytest.raises(Fatal, match="no column id for the record id; the file has: nr, phone"):
        imported(file(tmp_path, "nr,phone\n1,2\n"), mapping(), tmp_path)


def test_an_empty_or_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match=r"export\.csv: the file is empty"):
        imported(file(tmp_path, ""), mapping(), tmp_path)
    with pytest.raises(Fatal, match="No such file"):
        imported(tmp_path / "none.csv", mapping(), tmp_path)


def test_columns_that_the_mapping_does_not_speak_of_are_told(tmp_path: Path) -> None:
    path = file(tmp_path, "id,other,left out,other\n1,2,3,4\n")
    summary = imported(path, mapping(ignore=["left out"]), tmp_path).summary

    assert summary.unread == ["other", "other (2)"]
    assert summary.absent == ["identifiers.phone"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("'13900010002", "13900010002"),
        ('="0139"', "0139"),
        (" O'Neil ", "O'Neil"),
        ("'t Hooft", "'t Hooft"),
    ],
)
def test_what_makes_excel_keep_text_is_taken_off(cell: str, value: str) -> None:
    assert clean(cell) == value


@pytest.mark.parametrize(
    "text",
    ["2026/1/1 11:41", "2026-01-01 11:41:00", "2026年1月1日 11:41", "2026-01-01T03:41:00Z"],
)
def test_common_times_are_read_in_the_given_zone(text: str) -> None:
    time = read_time(text, format=None, timezone="Asia/Shanghai")

    assert time == datetime(2026, 1, 1, 3, 41, tzinfo=UTC)


def test_a_format_reads_other_times() -> None:
    time = read_time("31.12.2025", format="%d.%m.%Y", timezone="Europe/Berlin")

    assert time == datetime(2025, 12, 30, 23, tzinfo=UTC)


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
