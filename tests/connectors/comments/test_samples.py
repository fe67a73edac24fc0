"""Every row of the sample becomes the right event."""

from pathlib import Path
from typing import Any

from tests.connectors.comments.files import imported
from tests.connectors.reading import SAMPLES, stated

SAMPLE = SAMPLES / "generic_import" / "comments_export.csv"

EVENTS: list[dict[str, Any]] = [
    {
        "account": "bilibili:global:comment/9100000001",
        "anonymous": True,
        "type": "comment",
        "platform_type": "comment",
        "occurred_at": "2026-01-01T04:00:00Z",
        "traits": {"nickname": "小满爱看番"},
        "content": {
            "kind": "text",
            "text": "求链接",
            "attributes": {"id": "9100000001", "like_count": "3"},
        },
        "object": {"type": "post", "id": "BV1demo00001"},
        "context": {
            "attributes": {
                "file": "comments_export.csv",
                "exported_at": "2026-01-02 09:00:00+08:00",
            }
        },
    },
    {
        "account": "xiaohongshu:global:comment/66c0000000000001",
        "anonymous": True,
        "type": "comment",
        "platform_type": "comment",
        "occurred_at": "2026-01-01T05:00:00Z",
        "traits": {"nickname": "小满日记"},
        "content": {
            "kind": "text",
            "text": "求同款",
            "attributes": {"id": "66c0000000000001", "like_count": "12"},
        },
        "object": {"type": "post", "id": "66demo0000000000000001"},
        "context": {
            "attributes": {
                "file": "comments_export.csv",
                "exported_at": "2026-01-02 09:00:00+08:00",
            }
        },
    },
]


def test_every_row_becomes_its_event(tmp_path: Path) -> None:
    result = imported(SAMPLE, tmp_path)
    assert [stated(event) for event in result.events] == EVENTS
    assert [event.platform for event in result.events] == ["bilibili", "xiaohongshu"]
    assert (result.summary.encoding, result.rejected) == ("utf-8-sig", [])
    assert (result.summary.unread, result.summary.absent) == ([], [])


def test_no_sample_is_left_out() -> None:
    assert [path.name for path in SAMPLE.parent.iterdir()] == [SAMPLE.name]
