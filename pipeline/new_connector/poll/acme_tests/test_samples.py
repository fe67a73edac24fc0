"""Every sample of Acme becomes the right event or is ignored for a stated reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.sdk.reading import Ignored
from pipeline.new_connector.poll.acme.reader import KIND, read
from schemas.errors import Reject
from schemas.raw import RawEvent

SAMPLES = Path(__file__).parent / "samples"


def raw(name: str, kind: str = KIND) -> RawEvent:
    return RawEvent.of(
        platform="acme",
        source_account="brand",
        kind=kind,
        dedupe_key=name,
        body=(SAMPLES / name).read_bytes(),
        received_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def test_a_comment_says_what_was_written_where_and_by_whom() -> None:
    reading = read(raw("comment.json"))
    assert isinstance(reading, tuple)
    (event,) = reading
    assert event.account.account_id == "acme:global:u-7"
    assert event.traits == {"nickname": "小满不加糖"}
    assert event.content is not None
    assert event.content.text == "链接打不开了"
    assert event.object is not None
    assert event.object.id == "p-1"
    assert event.occurred_at == datetime(2026, 1, 1, 3, 48, 20, tzinfo=UTC)


def test_a_deleted_comment_is_ignored() -> None:
    assert isinstance(read(raw("comment_deleted.json")), Ignored)


def test_an_unknown_kind_is_rejected() -> None:
    with pytest.raises(Reject):
        read(raw("comment.json", kind="unknown"))


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {"comment.json", "comment_deleted.json"}
