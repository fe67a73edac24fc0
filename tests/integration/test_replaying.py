"""A replayed event is the same event: it counts once, however often it is replayed."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.clickhouse import connect
from pipeline.dead_letters.letter import dead_letter
from pipeline.dead_letters.register import DeadLetterWriter, read_dead_letters
from pipeline.demo.directory import embedded_settings
from pipeline.embedded.stack import Stack
from schemas.dead_letter import DeadLetter
from schemas.errors import Reject
from schemas.raw import RawEvent
from tests.pipeline.records import ARecord

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


def a_raw_event() -> RawEvent:
    """A page view as a site sends it."""
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    body = {
        "type": "track",
        "event": "Product Viewed",
        "messageId": "m-1",
        "anonymousId": "visitor-1",
        "timestamp": at.isoformat(),
    }
    return RawEvent.of(
        platform="web",
        source_account="shop",
        kind="segment",
        dedupe_key="m-1",
        person_id="visitor-1",
        body=json.dumps(body).encode(),
        received_at=at,
    )


def letter_of(raw: RawEvent) -> DeadLetter:
    """As if a release that could not read it had refused the event."""
    return dead_letter(
        "read_payload",
        Reject("body", "something that it is").failure,
        cluster_id="earlier",
        topic="raw.web",
        partition=0,
        record=ARecord("raw.web", raw.to_bytes(), key=raw.person_id.encode()),
    )


def test_a_replayed_event_counts_once_as_the_event_it_was(tmp_path: Path) -> None:
    raw = a_raw_event()
    with (
        Stack(embedded_settings(tmp_path)) as stack,
        closing(DeadLetterWriter(stack.settings)) as writer,
        connect(stack.settings) as clickhouse,
    ):
        letter = letter_of(raw)
        writer.write([letter])
        for _ in range(3):
            assert writer.replay([letter]) == 1
            stack.wait_until_drained(60)
            events = clickhouse.rows("select event_id from customer_events")
            counted = clickhouse.rows("select counters['events'] from customers")
            assert (events, counted) == ([(raw.event_id,)], [(1,)])
        (kept,) = read_dead_letters(stack.settings)
        assert (kept.event_id, kept.replayed_at is not None) == (raw.event_id, True)
