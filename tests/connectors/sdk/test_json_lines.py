import io

import pytest

from connectors.sdk.files.json_lines import LINE, JsonLines
from connectors.sdk.files.table import Empty, Rejected, Row
from schemas.errors import Fatal


def rows(content: bytes, encoding: str = "utf-8") -> list[Row | Rejected | Empty]:
    return list(JsonLines().opened(io.BytesIO(content), encoding).rows())


def test_each_line_is_a_row_exactly_as_it_stands() -> None:
    assert rows(b'\n{"a": 1.10}\r\n  {"b": "\xe6\x9e\x97"}') == [
        Empty(1),
        Row(2, {LINE: '{"a": 1.10}'}),
        Row(3, {LINE: '{"b": "林"}'}),
    ]


def test_what_is_no_text_is_rejected_by_its_line() -> None:
    first, second, third = rows(b'{"a": 1}\n{"b": "\xff"}\n{"c": 1}')
    assert isinstance(second, Rejected)
    assert (first, second.line, third) == (
        Row(1, {LINE: '{"a": 1}'}),
        2,
        Row(3, {LINE: '{"c": 1}'}),
    )


@pytest.mark.parametrize("content", [b"", b"\n\n", b"id,phone\n1,2\n", b'[{"a": 1}]'])
def test_a_file_of_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Fatal, match="no JSON object"):
        rows(content)


def test_a_file_that_ends_in_the_middle_of_a_character_is_refused() -> None:
    with pytest.raises(Fatal, match="not encoded as utf-16"):
        rows('{"a": 1}'.encode("utf-16") + b"\x00", "utf-16")
