"""A callback that only rings has what it rang for asked for, published and kept."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from connectors.wecom.source import WecomSource
from pipeline.connector_contract.calling import send, serving
from pipeline.connector_contract.topic import create_raw_topic, on_topic
from pipeline.settings import Settings
from pipeline.simulator import wecom_callbacks
from pipeline.simulator.serving import served
from pipeline.simulator.wecom import SECRET, WecomEnd
from schemas.raw import RawEvent
from tests.connectors.reading import VECTORS, events_of
from tests.connectors.wecom.people import contact, customer_id, noted
from tests.connectors.wecom.test_customer_service import sent
from tests.connectors.wecom.told import callback

TOKEN = VECTORS["wecom_aes"]["token"]
KEY = VECTORS["wecom_aes"]["EncodingAESKey"]
PATIENCE_SECONDS = 20.0

Published = Callable[[str], list[RawEvent]]


@pytest.fixture
def end() -> WecomEnd:
    return WecomEnd([contact(1)], messages={"wkA": [sent("wkA", 0)]})


@pytest.fixture
def source(end: WecomEnd) -> Iterator[WecomSource]:
    with served(end.app) as url:
        yield WecomSource(
            name="main",
            corp_id=f"ww{time.time_ns()}",
            token=SecretStr(TOKEN),
            encoding_aes_key=SecretStr(KEY),
            secret=SecretStr(SECRET),
            customer_service_secret=SecretStr(SECRET),
            base_url=url,
        )


@pytest.fixture
def url(broker_settings: Settings, source: WecomSource, tmp_path: Path) -> Iterator[str]:
    create_raw_topic(broker_settings, "wecom")
    with serving(source, broker_settings, tmp_path) as url:
        yield url


@pytest.fixture
def published(broker_settings: Settings, source: WecomSource) -> Published:
    def of_kind(kind: str) -> list[RawEvent]:
        raws = on_topic(broker_settings, "wecom", source.corp_id)
        return [raw for raw in raws if raw.kind == kind]

    return of_kind


def until(published: Published, kind: str, count: int) -> list[RawEvent]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(raws := published(kind)) < count:
        assert time.monotonic() < deadline, f"{len(raws)} of {count}"
    return raws


def test_a_message_of_customer_service_is_pulled_at_once(
    end: WecomEnd, source: WecomSource, url: str, published: Published
) -> None:
    until(published, "service_message", 1)
    end.messages["wkA"].append(sent("wkA", 1))
    ring = callback("kf_msg_or_event", Token="ENC", OpenKfId="wkA")
    assert send(url, wecom_callbacks.push(TOKEN, KEY, source.corp_id, ring)).content == b"success"
    assert len(until(published, "service_message", 2)) == 2


def test_a_changed_customers_details_are_asked_for_at_once(
    end: WecomEnd, source: WecomSource, url: str, published: Published
) -> None:
    until(published, "contact", 1)
    end.contacts[0]["follow_user"] = [noted("wangmin", "13900010001")]
    change = callback(
        "change_external_contact",
        ChangeType="edit_external_contact",
        UserID="wangmin",
        ExternalUserID=customer_id(1),
    )
    send(url, wecom_callbacks.push(TOKEN, KEY, source.corp_id, change))
    (event,) = events_of(until(published, "contact", 2)[-1])
    assert ("phone", "13900010001") in [(each.type, each.value) for each in event.identifiers]
