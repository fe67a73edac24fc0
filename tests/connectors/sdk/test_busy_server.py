import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
from pydantic import SecretStr

from connectors.sdk.cursors import Cursors
from connectors.sdk.publisher import Publisher
from connectors.sdk.server import Limits, create_app
from connectors.sdk.tokens import Tokens
from connectors.web.source import WebSource
from connectors.wecom.source import WecomSource
from pipeline.embedded.ports import free_port
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from pipeline.simulator.serving import served
from pipeline.simulator.wecom_callbacks import echo

TOKEN = "wecomToken"
AES_KEY = "ZGVtb0Flc0tleUZvckd1aXlpRGVtb0FlczMyQnl0ZXM"
CORP_ID = "ww5c0e7f19ab34d286"
SOURCES = (
    WebSource(name="shop", write_key=SecretStr("k")),
    WecomSource(
        name="main",
        corp_id=CORP_ID,
        token=SecretStr(TOKEN),
        encoding_aes_key=SecretStr(AES_KEY),
    ),
)


def call(url: str) -> httpx.Response:
    return httpx.post(f"{url}/web/shop/v1/track", auth=("k", ""), content='{"userId": "u1"}')


def begun(url: str, callers: ThreadPoolExecutor) -> Future[httpx.Response]:
    """A call that waits for the broker."""
    calling = callers.submit(call, url)
    until = time.monotonic() + 5
    counted = 'guiyi_connector_received_total{platform="web",source="shop"} 1.0'
    while counted not in httpx.get(f"{url}/metrics").text:
        assert time.monotonic() < until
    return calling


def test_while_one_call_too_many_is_turned_away_an_echo_is_answered(tmp_path: Path) -> None:
    nowhere = aiokafka_producer_options(Settings(kafka_bootstrap=f"127.0.0.1:{free_port()}"))
    with (
        closing(Publisher(nowhere, budget_seconds=3)) as publisher,
        served(
            create_app(
                SOURCES,
                publisher,
                Cursors(tmp_path / "cursors.sqlite3"),
                Tokens(tmp_path / "tokens.sqlite3"),
                limits=Limits(calls=1),
            )
        ) as url,
        ThreadPoolExecutor() as callers,
    ):
        waiting = begun(url, callers)
        turned_away = call(url)
        asked = echo(TOKEN, AES_KEY, CORP_ID, b"1616140317555161061")
        answer = httpx.get(f"{url}/wecom/main", params=asked.query)
        metrics = httpx.get(f"{url}/metrics").text
        assert not waiting.done()
    assert (turned_away.status_code, turned_away.headers["retry-after"]) == (503, "1")
    assert 'refused_total{platform="web",reason="too_many_calls",source="shop"} 1.0' in metrics
    assert answer.content == b"1616140317555161061"
