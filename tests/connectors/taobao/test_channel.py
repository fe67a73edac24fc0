"""The message channel over a real WebSocket: confirmed only once published, and nothing lost."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient
from pydantic import SecretStr

from connectors.registry import read
from connectors.sdk.json_text import parse_object
from connectors.sdk.tokens import Tokens
from connectors.taobao.channel import ChannelListener
from connectors.taobao.source import TaobaoSource
from pipeline.simulator import taobao_channel
from pipeline.simulator.serving import served
from pipeline.simulator.taobao import TaobaoEnd
from schemas.errors import Reject, Retry
from schemas.raw import RawEvent
from tests.connectors.heard import heard_from
from tests.connectors.reading import sample

SECRET = "helloworld"


def message(number: int, buyer: str = "AAHdemo") -> dict[str, Any]:
    content = {"buyer_open_uid": buyer, "tid": 100 + number, "payment": "1.00"}
    paid = parse_object(sample("taobao/tmc_trade_buyer_pay.json"))
    return paid | {"id": number, "content": json.dumps(content)}


@pytest.fixture
def end() -> TaobaoEnd:
    return TaobaoEnd(
        app_key="12000002", app_secret=SECRET, messages=[message(number) for number in range(1, 11)]
    )


@pytest.fixture
def listener(end: TaobaoEnd, tokens: Tokens) -> Iterator[ChannelListener]:
    with served(end.app) as url:
        source = TaobaoSource(
            name="shop",
            app_key="12000002",
            app_secret=SecretStr(SECRET),
            seller_id="1",
            channel_url=url.replace("http", "ws") + "/",
        )
        (listener,) = source.listeners(tokens)
        yield listener


def keys(raws: Sequence[RawEvent]) -> list[str]:
    return [raw.dedupe_key for raw in raws]


def test_every_message_is_an_event_of_the_shop_that_it_names(
    end: TaobaoEnd, listener: ChannelListener
) -> None:
    raws = heard_from(listener, until=lambda raws: len(raws) >= 10)
    assert keys(raws) == [f"tmc:{number}" for number in range(1, 11)]
    assert {(raw.source_account, raw.person_id) for raw in raws} == {("2200000000001", "AAHdemo")}
    for raw in raws:
        assert isinstance(read(raw), tuple)


def test_messages_are_confirmed_once_they_are_published_and_not_before(
    end: TaobaoEnd, listener: ChannelListener
) -> None:
    confirmed_before: list[set[str]] = []
    published: list[RawEvent] = []

    async def slowly(raws: Sequence[RawEvent]) -> None:
        await asyncio.sleep(0.2)
        confirmed_before.append(set(end.channel.confirmed))
        published.extend(raws)

    async def listen() -> None:
        async with AsyncClient() as client:
            listening = asyncio.ensure_future(listener.listen(slowly, client))
            while len(end.channel.confirmed) < 10:
                await asyncio.sleep(0.01)
                assert end.channel.confirmed <= {
                    key.removeprefix("tmc:") for key in keys(published)
                }
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(asyncio.wait_for(listen(), 20))
    assert confirmed_before[1] == set()


def test_what_was_not_published_is_not_confirmed_and_comes_again(
    end: TaobaoEnd, listener: ChannelListener
) -> None:
    async def fail(raws: Sequence[RawEvent]) -> None:
        if raws:
            raise Reject("body", "an event that the broker takes")

    async def listen() -> None:
        async with AsyncClient() as client:
            await listener.listen(fail, client)

    with pytest.raises(Reject):
        asyncio.run(listen())
    assert end.channel.confirmed == set()
    assert len(heard_from(listener, until=lambda raws: len(raws) >= 10)) == 10


def test_what_a_broken_connection_left_unconfirmed_comes_on_the_next(
    end: TaobaoEnd, listener: ChannelListener
) -> None:
    end.channel.breaks = [4]
    with suppress(Retry):
        heard_from(listener)
    confirmed = {f"tmc:{number}" for number in end.channel.confirmed}
    again = heard_from(listener, until=lambda raws: "tmc:10" in keys(raws))
    assert confirmed | set(keys(again)) == {f"tmc:{number}" for number in range(1, 11)}
    assert end.channel.connections == 2


def test_a_quiet_connection_is_kept_and_messages_are_pulled(
    end: TaobaoEnd, listener: ChannelListener
) -> None:
    end.channel.messages = []
    quick = replace(listener, pull_seconds=0.1)

    async def listen() -> None:
        async def publish(_raws: Sequence[RawEvent]) -> None:
            pass

        async with AsyncClient() as client:
            listening = asyncio.ensure_future(quick.listen(publish, client))
            await asyncio.sleep(1)
            assert not listening.done()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(listen())
    assert end.channel.pulls >= 5
    assert end.channel.connections == 1


def test_a_wrong_signature_is_not_admitted(listener: ChannelListener) -> None:
    with pytest.raises(Retry, match="401"):
        heard_from(replace(listener, app_secret="other"))


def test_what_cannot_be_read_is_kept_for_the_dead_letters_and_not_confirmed(
    end: TaobaoEnd, listener: ChannelListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    nonsense = b"\x02\x02\x09nonsense"
    monkeypatch.setattr(taobao_channel, "frame_of", lambda _message, zipped: nonsense)
    raw = heard_from(listener, until=lambda raws: len(raws) >= 1)[0]
    assert raw.body_bytes == nonsense
    assert end.channel.confirmed == set()
    with pytest.raises(Reject):
        read(raw)


def test_a_check_connects_and_takes_nothing(end: TaobaoEnd, listener: ChannelListener) -> None:
    async def check() -> None:
        async with AsyncClient() as client:
            await listener.check(client)

    asyncio.run(check())
    assert (end.channel.connections, end.channel.confirmed) == (1, set())
