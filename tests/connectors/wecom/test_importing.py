"""Files of archived messages and conversions."""

import json
from pathlib import Path

import pytest

from connectors.sdk.files.importing import import_file
from connectors.sdk.files.manifest import KIND, Summary
from connectors.wecom.export import WecomExport
from schemas.errors import Fatal
from schemas.raw import RawEvent
from tests.connectors.crm.exports import Published
from tests.connectors.reading import events_of, sample
from tests.connectors.wecom.told import CORP, CUSTOMER, UNIONID

MESSAGE = sample("wecom/msgaudit_decrypted_text.json").strip()
CONVERSION = sample("wecom/unionid_to_external_userid.json").strip()
ENCRYPTED = sample("wecom/msgaudit_getchatdata.json").strip()


def imported(folder: Path, *lines: bytes) -> tuple[Summary, list[RawEvent], list[str]]:
    """What came of the lines: the count, the events, and the lines that were rejected."""
    path, rejected = folder / "archive.jsonl", folder / "rejected.csv"
    path.write_bytes(b"\n".join(lines))
    publisher = Published()
    summary = import_file(path, WecomExport(CORP, "brand"), publisher, rejected_path=rejected)
    told = rejected.read_text(encoding="utf-8-sig").splitlines() if rejected.exists() else []
    return summary, [raw for raw in publisher.raws if raw.kind != KIND], told


def test_messages_and_conversions_stand_in_one_file(tmp_path: Path) -> None:
    summary, raws, _ = imported(tmp_path, MESSAGE, b"", CONVERSION)
    assert (summary.imported, summary.rejected, summary.empty) == (2, 0, 1)
    assert [event.type for raw in raws for event in events_of(raw)] == ["message", "identify"]
    (identified,) = events_of(raws[1])
    assert [(each.type, each.value, each.scope) for each in identified.identifiers] == [
        ("external_userid", CUSTOMER, CORP),
        ("unionid", UNIONID, "brand"),
    ]


def test_a_message_of_another_file_is_the_same_event(tmp_path: Path) -> None:
    _, (first,), _ = imported(tmp_path, MESSAGE)
    _, again, _ = imported(tmp_path, MESSAGE.replace(b", ", b","), CONVERSION)
    assert first.event_id == again[0].event_id


def test_a_conversation_is_keyed_by_its_customer_whoever_writes(tmp_path: Path) -> None:
    message = json.loads(MESSAGE)
    reply = message | {"msgid": "2", "from": "wangmin", "tolist": [CUSTOMER]}
    _, raws, _ = imported(tmp_path, MESSAGE, json.dumps(reply).encode())
    assert [raw.person_id for raw in raws] == [CUSTOMER, CUSTOMER]


def test_what_is_still_encrypted_is_rejected(tmp_path: Path) -> None:
    summary, raws, told = imported(tmp_path, ENCRYPTED, MESSAGE)
    assert (summary.rejected, len(raws)) == (1, 1)
    assert "still encrypted" in told[1]


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}", MESSAGE.replace(b"msgtime", b"time")])
def test_a_line_that_cannot_be_read_is_rejected(tmp_path: Path, line: bytes) -> None:
    summary, raws, told = imported(tmp_path, MESSAGE, line)
    assert (summary.rejected, len(raws)) == (1, 1)
    assert told[1].startswith("2,")


def test_a_file_of_something_else_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Fatal):
        imported(tmp_path, b"id,phone", b"1,2")
