"""Calling the connector server of one source, as its platform does."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx

from connectors.sdk.cursors import Cursors
from connectors.sdk.publisher import Publisher
from connectors.sdk.receiver import Request
from connectors.sdk.server import Limits, create_app
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from pipeline.simulator.call import Call
from pipeline.simulator.serving import served

BODY_SECONDS = 1.0
"""How long the server waits for a body here."""


@contextmanager
def serving(source: Source, settings: Settings, folder: Path) -> Iterator[str]:
    """The server of one source; gives the receiver's URL."""
    publisher = Publisher(aiokafka_producer_options(settings))
    app = create_app(
        [source],
        publisher,
        Cursors(folder / "cursors.sqlite3"),
        Tokens(folder / "tokens.sqlite3"),
        limits=Limits(body_seconds=BODY_SECONDS),
    )
    try:
        with served(app) as url:
            yield f"{url}/{source.key}"
    finally:
        publisher.close()


def send(url: str, call: Call) -> httpx.Response:
    """Make the call."""
    return httpx.request(
        call.method,
        url + call.path,
        params=call.query,
        headers=call.headers,
        content=call.body,
        timeout=20,
    )


def request_of(call: Call) -> Request:
    """The call as the server hands it to a receiver."""
    headers = {name.lower(): value for name, value in call.headers.items()}
    text, now = urlencode(call.query), datetime.now(UTC)
    return Request(call.method, call.path, call.query, text, headers, call.body, "127.0.0.1", now)


def mangled(body: bytes, count: int) -> Iterator[bytes]:
    """The body with a few of its bytes replaced or left out, each time others."""
    choices = random.Random(1)  # noqa: S311 (no secret)
    for _ in range(count):
        changed = bytearray(body)
        for _change in range(choices.randint(1, 4)):
            at = choices.randrange(len(changed) + 1)
            cut = choices.choice((0, 1, 1, 4, 20))
            put = choices.choice((b"", choices.randbytes(2), b"0", b"9" * 400, b'"', b"[" * 99))
            changed[at : at + cut] = put
        yield bytes(changed)


def until_taken(url: str, call: Call) -> bytes:
    """Make the call again and again until it is taken; the answer."""
    until = time.monotonic() + 20
    while (response := send(url, call)).status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.3)
    return response.content


def until_answered(url: str, call: Call) -> httpx.Response:
    """Make the call, again while it is asked to come later: a busy broker has a part in that."""
    until = time.monotonic() + 20
    while (response := send(url, call)).status_code == httpx.codes.SERVICE_UNAVAILABLE:
        assert time.monotonic() < until
    return response


def counted(url: str, name: str) -> float:
    """What a counter of the server has come to."""
    address = urlsplit(url)
    text = httpx.get(f"{address.scheme}://{address.netloc}/metrics").text
    return sum(
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith(f"guiyi_connector_{name}_total{{")
    )
