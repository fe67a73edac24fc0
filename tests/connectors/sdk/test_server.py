import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from connectors.sdk.cursors import Cursors
from connectors.sdk.poller import Page, Poller
from connectors.sdk.publisher import Publisher
from connectors.sdk.server import Limits, create_app
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from connectors.web.source import WebSource
from connectors.weibo.source import WeiboSource
from pipeline.connector_contract.topic import on_topic
from pipeline.embedded.ports import free_port
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from pipeline.simulator.serving import served
from pipeline.simulator.weibo import WeiboEnd
from tests.connectors.raw_topics import create_raw_topics
from tests.connectors.weibo.posts import post

SHOP = "https://shop.example.com"


@contextmanager
def serving(settings: Settings, folder: Path, *sources: Source) -> Iterator[str]:
    create_raw_topics(settings)
    publisher = Publisher(aiokafka_producer_options(settings))
    app = create_app(
        sources, publisher, Cursors(folder / "cursors.sqlite3"), Tokens(folder / "tokens.sqlite3")
    )
    with served(app) as url:
        yield url
    publisher.close()


@pytest.fixture
def url(broker_settings: Settings, tmp_path: Path) -> Iterator[str]:
    source = WebSource(name="shop", write_key=SecretStr("k"), allowed_origins=(SHOP,))
    with serving(broker_settings, tmp_path, source) as url:
        yield url


def test_health_names_what_is_received(url: str) -> None:
    assert httpx.get(f"{url}/health").json() == {
        "status": "ok",
        "receivers": ["/web/shop"],
        "pollers": {},
    }


@pytest.mark.parametrize("path", ["/web/other", "/weibo/shop", "/web/other/v1/track"])
def test_an_unknown_source_is_not_found(url: str, path: str) -> None:
    assert httpx.post(url + path).status_code == 404


def test_an_unknown_account_of_a_configured_platform_is_told_without_its_path(url: str) -> None:
    with capture_logs() as logs:
        httpx.post(f"{url}/web/13900010001/v1/track")
        httpx.post(f"{url}/elsewhere/13900010001")
    (refused,) = logs
    assert (refused["platform"], refused["reason"]) == ("web", "unknown_source")
    assert "13900010001" not in str(logs)


def test_a_page_of_the_shop_may_call_and_others_may_not(url: str) -> None:
    for origin, allowed in ((SHOP, SHOP), ("https://other.example.com", None)):
        for answer in (
            httpx.options(f"{url}/web/shop/v1/track", headers={"origin": origin}),
            httpx.post(
                f"{url}/web/shop/v1/track", headers={"origin": origin}, auth=("k", ""), content="{}"
            ),
        ):
            assert answer.headers.get("access-control-allow-origin") == allowed


def test_calls_are_counted_by_what_became_of_them(url: str) -> None:
    body = '{"userId": "u1", "event": "A", "messageId": "m1"}'
    for key in ("k", "k", "wrong"):
        httpx.post(f"{url}/web/shop/v1/track", auth=(key, ""), content=body)
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    labels = 'platform="web",source="shop"'
    assert f"guiyi_connector_received_total{{{labels}}} 3.0" in lines
    assert f"guiyi_connector_published_total{{{labels}}} 2.0" in lines
    assert f"guiyi_connector_duplicates_total{{{labels}}} 1.0" in lines
    refused = 'platform="web",reason="wrong_write_key",source="shop"'
    assert f"guiyi_connector_refused_total{{{refused}}} 1.0" in lines


def test_how_long_the_broker_took_and_what_waits_for_it_is_measured(url: str) -> None:
    body = '{"userId": "u1", "event": "A"}'
    httpx.post(f"{url}/web/shop/v1/track", auth=("k", ""), content=body)
    lines = httpx.get(f"{url}/metrics").text.splitlines()
    labels = 'platform="web",source="shop"'
    assert f"guiyi_connector_publish_seconds_count{{{labels}}} 1.0" in lines
    assert "guiyi_connector_pending_events 0.0" in lines


def test_a_server_that_turned_a_call_away_is_not_ready_for_a_while(tmp_path: Path) -> None:
    nowhere = aiokafka_producer_options(Settings(kafka_bootstrap=f"127.0.0.1:{free_port()}"))
    publisher = Publisher(nowhere, budget_seconds=0.5)
    source = WebSource(name="shop", write_key=SecretStr("k"))
    app = create_app(
        [source],
        publisher,
        Cursors(tmp_path / "cursors.sqlite3"),
        Tokens(tmp_path / "tokens.sqlite3"),
        limits=Limits(unready_seconds=1.0),
    )
    with served(app) as url, capture_logs() as logs:
        assert httpx.get(f"{url}/ready").status_code == 200
        body = '{"userId": "13800138000", "event": "A", "messageId": "m1"}'
        assert httpx.post(f"{url}/web/shop/v1/track", auth=("k", ""), content=body).is_server_error
        nothing = httpx.post(f"{url}/web/shop/v1/batch", auth=("k", ""), content='{"batch": []}')
        assert nothing.status_code == 200
        assert httpx.get(f"{url}/ready").status_code == 503
        assert httpx.get(f"{url}/health").status_code == 200
        time.sleep(1.1)
        assert httpx.get(f"{url}/ready").status_code == 200
    publisher.close()
    (refused,) = [line for line in logs if line["event"] == "call_refused"]
    assert refused["reason"] == "broker_away"
    (event_id,) = refused["event_ids"]
    assert UUID(event_id).version == 5
    assert "13800138000" not in str(logs)


def test_pollers_run_beside_and_one_that_needs_a_person_shows(
    broker_settings: Settings, tmp_path: Path
) -> None:
    end = WeiboEnd([post(number) for number in range(20)], access_token="good")
    with served(end.app) as platform:
        brand, other = (
            WeiboSource(name=name, uid=uid, access_token=SecretStr(token), base_url=platform)
            for name, uid, token in (("brand", "2600000019", "good"), ("other", "26", "old"))
        )
        with serving(broker_settings, tmp_path, brand, other) as url:
            until = time.monotonic() + 10
            while (health := httpx.get(f"{url}/health").json())["status"] != "degraded":
                assert time.monotonic() < until
                time.sleep(0.05)
            while len(on_topic(broker_settings, "weibo", brand.uid)) < 20:
                assert time.monotonic() < until
    states = {name: state["state"] for name, state in health["pollers"].items()}
    assert states["weibo/other/comments_to_me"] == "stopped"
    assert "authorize again" in health["pollers"]["weibo/other/comments_to_me"]["trouble"]


def test_a_call_that_has_begun_is_answered_when_the_server_stops(
    broker_settings: Settings, tmp_path: Path
) -> None:
    begun = threading.Event()
    answers: list[httpx.Response] = []

    def slowly() -> Iterator[bytes]:
        yield b'{"userId": "u1", '
        begun.set()
        time.sleep(2)
        yield b'"event": "A"}'

    source = WebSource(name="stopping", write_key=SecretStr("k"))
    with serving(broker_settings, tmp_path, source) as url:
        target = f"{url}/web/stopping/v1/track"
        calling = threading.Thread(
            target=lambda: answers.append(httpx.post(target, auth=("k", ""), content=slowly()))
        )
        calling.start()
        assert begun.wait(5)
        time.sleep(0.5)  # what is sent is not yet taken up, on a busy machine
    calling.join(10)
    assert [answer.status_code for answer in answers] == [200]
    assert len(on_topic(broker_settings, "web", "stopping")) == 1


class Broken(WebSource):
    """Its poller has a bug."""

    def pollers(self, tokens: Tokens) -> tuple[Poller, ...]:
        return (BrokenPoller(f"{self.key}/broken"),)


@dataclass
class BrokenPoller:
    name: str
    interval_seconds: float = 1.0

    async def page(self, cursor: str | None, client: httpx.AsyncClient) -> Page:
        raise KeyError("13800138000")


def test_a_bug_in_one_poller_stops_it_and_nothing_else(
    broker_settings: Settings, tmp_path: Path
) -> None:
    source = Broken(name="shop", write_key=SecretStr("k"))
    with serving(broker_settings, tmp_path, source) as url:
        until = time.monotonic() + 10
        while (health := httpx.get(f"{url}/health").json())["status"] != "degraded":
            assert time.monotonic() < until
            time.sleep(0.05)
        broken = health["pollers"]["web/shop/broken"]
        assert (broken["state"], broken["trouble"]) == (
            "stopped",
            "a bug: KeyError; the log has more",
        )
        body = '{"userId": "u1", "event": "A"}'
        taken = httpx.post(f"{url}/web/shop/v1/track", auth=("k", ""), content=body)
        assert taken.status_code == 200
