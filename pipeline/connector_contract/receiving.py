"""What every receiver must do, over real HTTP and with a real broker behind it.

A platform's tests inherit `ReceiverContract` and say what its calls look like.
"""

import logging
import os
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
from structlog.testing import capture_logs

from connectors.registry import read
from connectors.sdk.reading import Read
from connectors.sdk.receiver import Refused
from connectors.sdk.source import Source
from pipeline.connector_contract.calling import (
    BODY_SECONDS,
    counted,
    mangled,
    request_of,
    send,
    serving,
    until_answered,
    until_taken,
)
from pipeline.connector_contract.topic import OwnBroker, come_back, create_raw_topic, on_topic
from pipeline.settings import Settings
from pipeline.simulator.call import Call
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM_PATIENCE_SECONDS = 5.0
PHONE = "13800138000"
FUZZ_EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "300"))
"""How many bodies are made up for a receiver."""

MALFORMED = (
    b"",
    b"\x00\xff\xfe",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"<xml>",
    b"<xml></xml>",
    b'<!DOCTYPE x [<!ENTITY e "ha">]><xml><MsgId>&e;</MsgId></xml>',
    b'{"type": {"a": 1}}',
    b'{"messageId": "\\ud800"}',
    b"[" * 5000,
    b"9" * 5000,
)


class ReceiverContract(ABC):
    """Inherit it as `TestContract` and say what the platform's calls look like."""

    answer: bytes
    """What the platform hears when all is well, with status 200; `answer_to` where that differs
    from call to call."""

    keeps_malformed: bool
    """Whether every authentic body is kept, for the dead letters if need be."""

    read: Read = staticmethod(read)
    """How raw events are read; by the registry unless another is named."""

    @abstractmethod
    def source(self, name: str) -> Source:
        """A source whose own id contains `name`."""

    @abstractmethod
    def call(self, number: int) -> Call:
        """An authentic call with one event; another event for another number."""

    def answer_to(self, call: Call) -> bytes:  # noqa: ARG002 (for platforms)
        """What the platform hears when all is well with this call."""
        return self.answer

    @abstractmethod
    def tampered(self) -> Sequence[Call]:
        """Calls that are not authentic."""

    @abstractmethod
    def with_body(self, body: bytes) -> Call:
        """An authentic call with this body."""

    @pytest.fixture
    def own_source(self, request: pytest.FixtureRequest) -> Source:
        return self.source(f"s{abs(hash(request.node.nodeid + str(time.time_ns())))}")

    @pytest.fixture
    def url(self, broker_settings: Settings, own_source: Source, tmp_path: Path) -> Iterator[str]:
        create_raw_topic(broker_settings, own_source.platform)
        with serving(own_source, broker_settings, tmp_path) as url:
            yield url

    def test_a_call_is_answered_once_its_event_is_on_the_topic(
        self, broker_settings: Settings, own_source: Source, url: str
    ) -> None:
        call = self.call(1)
        response = send(url, call)
        assert (response.status_code, response.content) == (200, self.answer_to(call))
        (raw,) = on_topic(broker_settings, own_source.platform, own_source.source_account)
        assert isinstance(self.read(raw), tuple)

    def test_a_repeated_call_is_answered_with_success_and_is_the_same_event(
        self, broker_settings: Settings, own_source: Source, url: str
    ) -> None:
        answers = [send(url, self.call(1)).content for _ in range(3)]
        send(url, self.call(2))
        raws = on_topic(broker_settings, own_source.platform, own_source.source_account)
        assert answers == [self.answer_to(self.call(1))] * 3
        assert len({raw.event_id for raw in raws}) == 2
        assert counted(url, "duplicates") == 2

    def test_what_is_not_authentic_is_refused_and_not_published(
        self, broker_settings: Settings, own_source: Source, url: str
    ) -> None:
        statuses = [send(url, call).status_code for call in self.tampered()]
        assert statuses == [403] * len(self.tampered())
        assert on_topic(broker_settings, own_source.platform, own_source.source_account) == []

    def test_malformed_bodies_are_kept_for_the_dead_letters_or_refused(
        self, broker_settings: Settings, own_source: Source, url: str
    ) -> None:
        calls = {body: self.with_body(body) for body in MALFORMED}
        answers = {body: until_answered(url, call) for body, call in calls.items()}
        kept = {
            body for body, call in calls.items() if answers[body].content == self.answer_to(call)
        }
        refused = {answer.status_code for body, answer in answers.items() if body not in kept}
        raws = on_topic(broker_settings, own_source.platform, own_source.source_account)
        assert refused <= (set() if self.keeps_malformed else {400, 403})
        assert {raw.body_bytes for raw in raws} == kept
        for raw in raws:
            with pytest.raises(Reject):
                self.read(raw)
        assert until_answered(url, self.call(1)).content == self.answer_to(self.call(1))

    def test_no_log_line_shows_what_a_call_holds(
        self, url: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        told = f'{{"mobile": "{PHONE}"'.encode(), f"<xml><Mobile>{PHONE}".encode()
        with capture_logs() as lines, caplog.at_level(logging.INFO):
            statuses = [send(url, self.with_body(body)).status_code for body in told]
            statuses += [send(url, replace(self.call(1), body=body)).status_code for body in told]
        assert len(statuses) == 4
        assert PHONE not in str(lines) + caplog.text

    def test_whatever_the_body_is_it_is_taken_or_refused_and_its_reader_stands(self) -> None:
        receiver = self.source("fuzzed").receiver()
        assert receiver is not None
        refused: set[int] = set()
        for body in mangled(self.call(1).body, FUZZ_EXAMPLES):
            try:
                received = receiver.receive(request_of(self.with_body(body)))
            except Refused as error:
                refused.add(error.status)
                continue
            for raw in received.raws:
                with suppress(Reject):
                    self.read(RawEvent.from_bytes(raw.to_bytes()))
        assert refused <= (set() if self.keeps_malformed else {400, 403})

    def test_a_body_above_the_limit_is_refused(self, own_source: Source, url: str) -> None:
        receiver = own_source.receiver()
        assert receiver is not None
        call = self.with_body(b" " * (receiver.max_body_bytes + 1))
        assert send(url, call).status_code == 413
        chunks = iter([call.body[:1000]] * (len(call.body) // 1000 + 1))
        response = httpx.request(
            call.method, url + call.path, params=call.query, headers=call.headers, content=chunks
        )
        assert response.status_code == 413

    def test_a_slow_body_is_cut(self, url: str) -> None:
        call = self.call(1)
        request = httpx.Request(
            call.method, url + call.path, params=call.query, headers=call.headers, content=call.body
        )
        head = f"{request.method} {request.url.raw_path.decode()} HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in request.headers.items()
        )
        address = urlsplit(url)
        began = time.monotonic()
        with socket.create_connection((address.hostname or "", address.port or 0)) as connection:
            connection.settimeout(10)
            connection.sendall(head.encode() + b"\r\n" + call.body[:-5])
            answer = connection.recv(1000)
        assert answer.startswith(b"HTTP/1.1 408")
        assert time.monotonic() - began < BODY_SECONDS + 2

    def test_while_the_broker_is_away_the_platform_is_asked_to_try_again(
        self, own_broker: OwnBroker, tmp_path: Path
    ) -> None:
        source = self.source("away")
        create_raw_topic(own_broker.settings, source.platform)

        def on_the_topic() -> dict[UUID, RawEvent]:
            raws = on_topic(own_broker.settings, source.platform, source.source_account)
            return {raw.event_id: raw for raw in raws}

        with serving(source, own_broker.settings, tmp_path) as url:
            assert send(url, self.call(1)).status_code == 200
            before = on_the_topic()
            own_broker.stop()
            began = time.monotonic()
            answer = send(url, self.call(2))
            assert time.monotonic() - began < PLATFORM_PATIENCE_SECONDS
            assert (answer.status_code, "retry-after" in answer.headers) == (503, True)
            come_back(own_broker, source.platform)
            assert until_taken(url, self.call(2)) == self.answer_to(self.call(2))
            (raw,) = (raw for key, raw in on_the_topic().items() if key not in before)
            assert isinstance(self.read(raw), tuple)
