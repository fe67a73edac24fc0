"""The live room over real HTTP and WebSockets, with a platform that behaves badly in every way."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient
from pydantic import SecretStr

from connectors.bilibili.listener import LiveListener, Pace
from connectors.bilibili.source import BilibiliSource
from connectors.registry import read
from connectors.sdk.json_text import parse_object
from connectors.sdk.reading import Ignored
from connectors.sdk.tokens import Tokens
from pipeline.simulator import bilibili
from pipeline.simulator.bilibili import ANCHOR, BilibiliEnd
from pipeline.simulator.serving import served
from schemas.errors import Fatal, Reject, Retry
from schemas.raw import RawEvent
from tests.connectors.heard import heard_from
from tests.connectors.reading import sample

SECRET, CODE = "demo_secret", "DEMOCODE"
QUICK = Pace(socket_seconds=0.2, project_seconds=0.1)


def comment(number: int) -> dict[str, Any]:
    command = parse_object(sample("bilibili/open_live_dm.json"))
    command["data"]["msg_id"] = f"message-{number}"
    return command


@pytest.fixture
def end() -> BilibiliEnd:
    return BilibiliEnd(
        [comment(number) for number in range(20)], access_key_secret=SECRET, code=CODE, links=3
    )


@pytest.fixture
def listener(end: BilibiliEnd, tokens: Tokens) -> Iterator[LiveListener]:
    with served(end.app) as url:
        (listener,) = source(url).listeners(tokens)
        yield replace(listener, pace=QUICK)


def source(url: str, code: str = CODE) -> BilibiliSource:
    return BilibiliSource(
        name="brand",
        app_id="1700000000001",
        access_key_id=SecretStr("demo_key"),
        access_key_secret=SecretStr(SECRET),
        code=SecretStr(code),
        developer="brand",
        live_url=url,
    )


def numbers(raws: list[RawEvent]) -> list[int]:
    return [int(raw.dedupe_key.rpartition("-")[2]) for raw in raws]


async def nothing() -> None:
    pass


def listen_for(
    seconds: float,
    listener: LiveListener,
    when_it_stands: Callable[[], Awaitable[None]] = nothing,
) -> None:
    """Listen so long, and see that it does not end by itself."""

    async def publish(raws: Sequence[RawEvent]) -> None:
        if not raws:
            await when_it_stands()

    async def listen() -> None:
        async with AsyncClient() as client:
            listening = asyncio.ensure_future(listener.listen(publish, client))
            await asyncio.sleep(seconds)
            assert not listening.done()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    asyncio.run(listen())


def all_twenty(raws: list[RawEvent]) -> bool:
    return len(raws) >= 20


def test_every_command_is_an_event_however_it_was_packed(listener: LiveListener) -> None:
    raws = heard_from(listener, until=all_twenty)
    assert numbers(raws) == list(range(20))
    assert {raw.person_id for raw in raws} == {"b0demo0openid0000000000000000001"}
    for raw in raws:
        assert isinstance(read(raw), tuple)


def test_when_a_connection_breaks_the_next_address_goes_on_in_the_same_session(
    end: BilibiliEnd, listener: LiveListener
) -> None:
    end.breaks = [3, 0]
    assert numbers(heard_from(listener, until=all_twenty)) == list(range(20))
    assert end.sessions == 1


def test_when_every_address_breaks_the_session_is_ended_and_another_may_begin(
    end: BilibiliEnd, listener: LiveListener
) -> None:
    end.breaks = [1, 1, 1]
    with pytest.raises(Retry):
        heard_from(listener)
    assert end.ended == ["game-1"]
    assert numbers(heard_from(listener, until=lambda raws: len(raws) >= 14)) == list(range(6, 20))
    assert end.ended == ["game-1", "game-2"]


def test_a_session_whose_connections_held_for_long_goes_on_at_the_first_address(
    end: BilibiliEnd, listener: LiveListener
) -> None:
    end.breaks = [1, 1, 1, 1]
    lasting = replace(listener, pace=replace(QUICK, settled_seconds=0.0))
    assert numbers(heard_from(lasting, until=all_twenty)) == list(range(20))
    assert end.sessions == 1


def test_heartbeats_of_both_kinds_are_sent(end: BilibiliEnd, listener: LiveListener) -> None:
    listen_for(1.5, listener)
    assert end.heartbeats >= 5
    assert end.socket_heartbeats >= 3
    assert end.sessions == 1


def test_a_stop_ends_the_session(end: BilibiliEnd, listener: LiveListener) -> None:
    heard_from(listener, until=all_twenty)
    assert end.ended == ["game-1"]


def test_an_end_that_answers_no_heartbeat_is_left(end: BilibiliEnd, listener: LiveListener) -> None:
    end.deaf = True
    with pytest.raises(Retry, match="nothing was heard"):
        heard_from(listener)
    assert end.ended == ["game-1"]


def test_a_session_whose_heartbeat_came_too_late_is_left(tokens: Tokens) -> None:
    end = BilibiliEnd(access_key_secret=SECRET, code=CODE, session_seconds=0.05)
    with served(end.app) as url:
        (listener,) = source(url).listeners(tokens)
        assert heard_from(replace(listener, pace=QUICK)) == []
    assert (end.sessions, end.heartbeats) == (1, 0)


def test_lost_heartbeats_do_no_harm(end: BilibiliEnd, listener: LiveListener) -> None:
    end.commands = []

    async def lose_two() -> None:
        end.errors = [5000, 5000]

    listen_for(1.5, listener, when_it_stands=lose_two)
    assert end.errors == []
    assert end.sessions == 1
    assert end.heartbeats >= 3


def test_a_mere_tool_has_no_session_to_keep_and_end(tokens: Tokens) -> None:
    end = BilibiliEnd([comment(0)], access_key_secret=SECRET, code=CODE, is_tool=True)
    with served(end.app) as url:
        (listener,) = source(url).listeners(tokens)
        assert heard_from(replace(listener, pace=QUICK), until=lambda raws: len(raws) >= 1)
    assert (end.heartbeats, end.ended) == (0, [])


def test_what_the_streamer_does_in_the_room_is_no_customers(
    end: BilibiliEnd, listener: LiveListener
) -> None:
    said = comment(1)
    said["data"]["open_id"] = ANCHOR
    end.commands = [comment(0), said]
    customers, own = heard_from(listener, until=lambda raws: len(raws) >= 2)
    assert isinstance(read(customers), tuple)
    assert isinstance(read(own), Ignored)


def test_the_platform_may_end_the_session(end: BilibiliEnd, listener: LiveListener) -> None:
    ended = {"cmd": "LIVE_OPEN_PLATFORM_INTERACTION_END", "data": {"game_id": "game-1"}}
    end.commands = [comment(0), ended, comment(1)]
    assert len(heard_from(listener)) == 2
    assert heard_from(listener, until=lambda raws: len(raws) >= 1)[0].dedupe_key.endswith("-1")
    assert end.sessions == 2


def test_the_end_of_the_session_before_ends_nothing(
    end: BilibiliEnd, listener: LiveListener
) -> None:
    late = {"cmd": "LIVE_OPEN_PLATFORM_INTERACTION_END", "data": {"game_id": "game-0"}}
    end.commands = [late, comment(0), comment(1), comment(2)]
    assert len(heard_from(listener, until=lambda raws: len(raws) >= 4)) == 4


def test_what_cannot_be_read_is_kept_for_the_dead_letters(
    end: BilibiliEnd, listener: LiveListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bilibili, "packed", lambda _commands, _version: b"\0\0\0\x11nonsense")
    raw = heard_from(listener, until=lambda raws: len(raws) >= 1)[0]
    assert raw.body_bytes == b"\0\0\0\x11nonsense"
    with pytest.raises(Reject):
        read(raw)


@pytest.mark.parametrize("code", [4002, 7007])
def test_wrong_keys_and_codes_need_a_person(
    end: BilibiliEnd, listener: LiveListener, code: int
) -> None:
    end.errors = [code]
    with pytest.raises(Fatal, match=str(code)):
        heard_from(listener)


def test_the_platform_checks_what_we_sign(end: BilibiliEnd, listener: LiveListener) -> None:
    forged = replace(listener, api=replace(listener.api, access_key_secret="other"))
    with pytest.raises(Fatal, match="4002"):
        heard_from(forged)
    assert end.sessions == 0


def test_a_room_with_a_session_is_left_alone_for_a_while(
    end: BilibiliEnd, listener: LiveListener
) -> None:
    end.errors = [7002]
    with pytest.raises(Retry) as error:
        heard_from(listener)
    assert (error.value.retry_after_seconds or 0) >= 30


def test_a_check_opens_a_session_and_ends_it(end: BilibiliEnd, listener: LiveListener) -> None:
    async def check() -> None:
        async with AsyncClient() as client:
            await listener.check(client)

    asyncio.run(check())
    assert (end.sessions, end.ended) == (1, ["game-1"])
