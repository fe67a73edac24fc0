"""Every sample of Acme becomes the right event or is ignored for a stated reason."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.sdk.reading import Ignored
from pipeline.new_connector.webhook.acme.reader import KIND, read
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

SAMPLES = Path(__file__).parent / "samples"
EVENTS = {"message.json": "message", "follow.json": "follow"}
IGNORED = {"ping.json"}


def raw(name: str, kind: str = KIND) -> RawEvent:
    return RawEvent.of(
        platform="acme",
        source_account="brand",
        kind=kind,
        dedupe_key=name,
        body=(SAMPLES / name).read_bytes(),
        received_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def event(name: str) -> CustomerEvent:
    reading = read(raw(name))
    assert isinstance(reading, tuple)
    (only,) = reading
    return only


@pytest.mark.parametrize("name", EVENTS)
def test_a_payload_becomes_its_event(name: str) -> None:
    assert event(name).type == EVENTS[name]
    assert event(name).account.account_id == "acme:brand:u-7"


def test_a_message_says_what_was_written_and_by_whom() -> None:
    message = event("message.json")
    assert message.content is not None
    assert message.content.text == "怎么退货"
    assert [(each.type, each.value) for each in message.identifiers] == [("phone", "13900010001")]
    assert message.occurred_at == datetime(2026, 1, 1, 3, 48, 20, tzinfo=UTC)


@pytest.mark.parametrize("name", IGNORED)
def test_what_no_customer_did_is_ignored(name: str) -> None:
    assert isinstance(read(raw(name)), Ignored)


def test_an_unknown_kind_is_rejected() -> None:
    with pytest.raises(Reject):
        read(raw("message.json", kind="unknown"))


def test_no_sample_is_left_out() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == {*EVENTS, *IGNORED}
