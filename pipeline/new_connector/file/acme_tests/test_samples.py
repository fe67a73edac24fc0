"""Every row of Acme's sample becomes the right event."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from connectors.sdk.files.importing import import_file
from pipeline.new_connector.file.acme.answers import AnswersExport
from pipeline.new_connector.file.acme.reader import read
from schemas.errors import Reject
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

SAMPLES = Path(__file__).parent / "samples"


class Heard:
    def __init__(self) -> None:
        self.raws: list[RawEvent] = []

    def publish(self, raws: Sequence[RawEvent]) -> None:
        self.raws += raws


@pytest.fixture
def events(tmp_path: Path) -> list[CustomerEvent]:
    heard = Heard()
    sample = SAMPLES / "answers.csv"
    import_file(sample, AnswersExport("spring"), heard, rejected_path=tmp_path / "rejected.csv")
    readings = [read(raw) for raw in heard.raws]
    return [event for reading in readings if isinstance(reading, tuple) for event in reading]


def test_an_answer_says_what_was_answered_and_by_whom(events: list[CustomerEvent]) -> None:
    answer = events[0]
    assert answer.account.account_id == "acme:spring:13900010001"
    assert [(each.type, each.value) for each in answer.identifiers] == [("phone", "13900010001")]
    assert answer.content is not None
    assert (answer.content.text, answer.content.attributes) == ("很好", {"score": "9"})


def test_an_answer_without_a_phone_is_anonymous(events: list[CustomerEvent]) -> None:
    assert [(event.anonymous, event.identifiers != ()) for event in events] == [
        (False, True),
        (True, False),
    ]


def test_an_unknown_kind_is_rejected() -> None:
    raw = RawEvent.from_bytes(
        b'{"event_id":"00000000-0000-0000-0000-000000000001","platform":"acme",'
        b'"source_account":"a","kind":"unknown","person_id":"p","dedupe_key":"d",'
        b'"received_at":"2026-01-01T00:00:00Z","body":"{}"}'
    )
    with pytest.raises(Reject):
        read(raw)
