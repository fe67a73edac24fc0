"""How files are read, row by row, by the import of CRM records."""

from pathlib import Path

import pytest

from schemas.errors import Fatal
from schemas.event import CustomerEvent
from tests.connectors.crm.exports import file, imported, mapping


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


def test_a_file_without_the_column_of_the_record_id_is_refused_by_its_columns(
    tmp_path: Path,
) -> None:
    with pytest.raises(Fatal, match="no column id for the record id; the file has: nr, phone"):
        imported(file(tmp_path, "nr,phone\n1,2\n"), mapping(), tmp_path)
