from pathlib import Path

import pytest

from connectors.comments.columns import COLUMNS
from schemas.errors import Fatal
from schemas.event import Identifier
from tests.connectors.comments.files import ROW, imported, written


def test_an_author_is_the_account_that_the_platforms_own_connector_names(tmp_path: Path) -> None:
    (event,) = imported(written(tmp_path, ROW), tmp_path).events
    assert (event.platform, event.account.account_id) == ("weibo", "weibo:global:2700000001")
    assert event.identifiers == (Identifier(type="weibo_uid", value="2700000001"),)
    assert not event.anonymous


def test_ids_of_platforms_without_a_public_identifier_are_accounts_alone(tmp_path: Path) -> None:
    row = ROW | {"platform": "Bilibili ", "author_id": "'123456"}
    (event,) = imported(written(tmp_path, row), tmp_path).events
    assert (event.account.account_id, event.identifiers) == ("bilibili:global:123456", ())


def test_a_comment_without_an_author_has_no_person(tmp_path: Path) -> None:
    (event,) = imported(written(tmp_path, ROW | {"author_id": ""}), tmp_path).events
    assert event.anonymous
    assert event.account.account_id == "weibo:global:comment/5120000000000777"
    assert event.identifiers == ()


def test_a_comment_that_is_exported_again_is_the_same_event(tmp_path: Path) -> None:
    (first,) = imported(written(tmp_path, ROW), tmp_path).events
    (again,) = imported(written(tmp_path, ROW | {"like_count": "9"}), tmp_path).events
    (other,) = imported(written(tmp_path, ROW | {"platform": "zhihu"}), tmp_path).events
    assert first.event_id == again.event_id != other.event_id


def test_one_authors_comments_stay_in_order(tmp_path: Path) -> None:
    rows = (ROW, ROW | {"comment_id": "2"}, ROW | {"comment_id": "3", "author_id": ""})
    raws = imported(written(tmp_path, *rows), tmp_path).raws[:-1]
    assert [raw.person_id for raw in raws] == ["weibo:2700000001", "weibo:2700000001", "weibo:3"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("platform", "", "platform: expected"),
        ("platform", "微博", "platform: expected"),
        ("comment_id", "", "comment_id: expected a value"),
        ("comment_id", "5.12E+15", "comment_id: expected an id that no spreadsheet rounded"),
        ("author_id", "2.7E+09", "author_id: expected an id that no spreadsheet rounded"),
        ("author_id", "27\x07", "author_id: expected an id of printable characters"),
        ("created_at", "", "created_at: expected a time"),
        ("created_at", "yesterday", "created_at: expected a time"),
        ("created_at", "0001-01-01", "created_at: expected a time"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_with_the_reason(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    good = ROW | {"comment_id": "1"}
    result = imported(written(tmp_path, ROW | {column: value}, good), tmp_path)
    assert [event.content and event.content.attributes["id"] for event in result.events] == ["1"]
    (rejected,) = result.rejected
    assert rejected["line"] == "2"
    assert rejected["reason"].startswith(reason)
    assert rejected["text"] == ROW["text"]


@pytest.mark.parametrize(
    "stated", ["2026-01-01T04:00:00Z", "2026/1/1 12:00", "2026-01-01 12:00:00"]
)
def test_a_time_without_an_offset_is_one_in_china(tmp_path: Path, stated: str) -> None:
    (event,) = imported(written(tmp_path, ROW | {"created_at": stated}), tmp_path).events
    assert event.occurred_at.isoformat() == "2026-01-01T04:00:00+00:00"


def test_a_file_may_be_encoded_as_chinese_editions_of_excel_do(tmp_path: Path) -> None:
    path = written(tmp_path, ROW)
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    result = imported(path, tmp_path)
    assert result.summary.encoding == "gb18030"
    assert result.events[0].traits == {"nickname": "小满不加糖"}


def test_columns_may_be_missing_or_more(tmp_path: Path) -> None:
    columns = ["comment_id", "platform", "created_at", "sentiment"]
    summary = imported(written(tmp_path, ROW, columns=columns), tmp_path).summary
    assert (summary.imported, summary.unread) == (1, ["sentiment"])
    assert summary.absent == [name for name in COLUMNS if name not in columns]


def test_another_file_is_no_file_of_comments(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match="no column comment_id"):
        imported(written(tmp_path, ROW, columns=["platform", "text"]), tmp_path)
