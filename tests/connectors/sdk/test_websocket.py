"""The socket against a real server on this machine."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from websockets.asyncio.server import ServerConnection, serve

from connectors.sdk.websocket import Silent, Socket, connected
from schemas.errors import Retry

Result = TypeVar("Result")


def over(
    server: Callable[[ServerConnection], Awaitable[None]],
    client: Callable[[Socket], Awaitable[Result]],
) -> Result:
    async def both() -> Result:
        async with serve(server, "127.0.0.1", 0) as serving:
            port = serving.sockets[0].getsockname()[1]
            async with connected(f"ws://127.0.0.1:{port}", max_bytes=1000) as socket:
                return await client(socket)

    return asyncio.run(both())


def saying(*messages: bytes | str) -> Callable[[ServerConnection], Awaitable[None]]:
    async def say(connection: ServerConnection) -> None:
        for message in messages:
            await connection.send(message)
        await connection.wait_closed()

    return say


async def closing(connection: ServerConnection) -> None:
    await connection.close()


def test_what_follows_at_once_comes_along() -> None:
    messages = over(saying(b"one", "二", b"three"), lambda socket: socket.receive(5))
    assert messages == (b"one", "二".encode(), b"three")


def test_an_answer_is_taken_alone_and_what_follows_is_not_lost() -> None:
    async def ask(socket: Socket) -> tuple[bytes, ...]:
        answer = await socket.answer(5)
        return (answer, *await socket.receive(5))

    assert over(saying(b"one", b"two", b"three"), ask) == (b"one", b"two", b"three")


def test_an_answer_that_never_comes_is_a_reason_to_try_again() -> None:
    with pytest.raises(Retry, match="closed"):
        over(closing, lambda socket: socket.answer(5))
    with pytest.raises(Silent):
        over(saying(), lambda socket: socket.answer(0.1))


def test_the_end_of_a_connection_is_no_message() -> None:
    assert over(closing, lambda socket: socket.receive(5)) == ()


def test_silence_is_noticed() -> None:
    with pytest.raises(Silent):
        over(saying(), lambda socket: socket.receive(0.1))


def test_a_message_above_the_limit_ends_the_connection() -> None:
    assert over(saying(bytes(1001)), lambda socket: socket.receive(5)) == ()


def test_who_stops_receiving_gets_what_has_come() -> None:
    async def stop(socket: Socket) -> tuple[bytes, ...]:
        receiving = asyncio.ensure_future(socket.receive(5))
        await asyncio.sleep(0)
        receiving.cancel()
        await asyncio.sleep(0.1)
        return await socket.rest()

    assert over(saying(b"one", b"two"), stop) == (b"one", b"two")


def test_a_ping_is_answered() -> None:
    over(saying(), lambda socket: socket.ping(5))


def test_an_end_that_hears_nothing_any_more_does_not_answer_a_ping() -> None:
    async def stuck(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await asyncio.sleep(1)

    async def ping(socket: Socket) -> None:
        await asyncio.sleep(0.1)
        await socket.ping(0.2)

    with pytest.raises(Silent):
        over(stuck, ping)


def test_what_is_sent_again_and_again_does_not_end_the_receiving() -> None:
    async def chatty(connection: ServerConnection) -> None:
        for _ in range(3):
            await connection.recv()
        await connection.send(b"enough")
        await connection.close()

    async def listen(socket: Socket) -> list[tuple[bytes, ...]]:
        sending = asyncio.ensure_future(socket.send_every(0.01, b"more"))
        heard = [await socket.receive(5), await socket.receive(5)]
        assert not sending.done()
        sending.cancel()
        return heard

    assert over(chatty, listen) == [(b"enough",), ()]


def test_nothing_can_be_sent_on_a_closed_connection() -> None:
    async def send(socket: Socket) -> None:
        await socket.receive(5)
        await socket.send(b"hello?")

    with pytest.raises(Retry):
        over(closing, send)


def test_where_nobody_answers_there_is_no_connection() -> None:
    async def connect() -> None:
        async with connected("ws://127.0.0.1:9", max_bytes=1000):
            pass

    with pytest.raises(Retry, match=r"no connection to 127\.0\.0\.1: "):
        asyncio.run(connect())
