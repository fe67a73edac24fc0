"""Hearing the live room: a session of the app, and the WebSocket that it opens."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from httpx import AsyncClient

from connectors.bilibili.api import LiveApi, Session
from connectors.bilibili.event_types import PREFIX
from connectors.bilibili.frames import MAX_BYTES, Operation, decode, encode
from connectors.bilibili.live import user_of
from connectors.bilibili.receiver import PLATFORM
from connectors.sdk.json_text import parse_object
from connectors.sdk.listener import Publish
from connectors.sdk.payload import Payload
from connectors.sdk.together import until_first
from connectors.sdk.websocket import Socket, connected
from schemas.errors import GuiyiError, Reject, Retry
from schemas.raw import RawEvent

log = structlog.get_logger()

_END = f"{PREFIX}INTERACTION_END".encode()
_MOST_LOST_HEARTBEATS = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the platform wants to hear of us. It answers each heartbeat of the socket."""

    socket_seconds: float = 30.0
    project_seconds: float = 20.0
    settled_seconds: float = 60.0
    """A connection that stood so long was a good one, whose session is worth keeping."""

    @property
    def silence_seconds(self) -> float:
        """After so long without even an answer the connection is dead."""
        return 2 * self.socket_seconds


@dataclass(frozen=True, slots=True)
class LiveListener:
    """Hears one room. What is said while no connection stands is lost: nobody keeps it."""

    api: LiveApi
    source: str
    developer: str | None = None
    pace: Pace = Pace()

    @property
    def name(self) -> str:
        """`bilibili/source/live`."""
        return f"{self.source}/live"

    async def check(self, client: AsyncClient) -> None:
        """Open a session and end it; see `Listener.check`."""
        await self.api.end(client, await self.api.start(client))

    async def listen(self, publish: Publish, client: AsyncClient) -> None:
        """Hear the room until the session ends; see `Listener.listen`."""
        session = await self.api.start(client)
        try:
            hearing = self._hear(session, publish)
            if session.game_id:
                await until_first(hearing, self._keep(session, client))
            else:
                await hearing
        finally:
            if session.game_id:
                await self._end(session, client)

    async def _keep(self, session: Session, client: AsyncClient) -> None:
        """Send the project heartbeat until the session is over. A lost one does no harm."""
        lost = 0
        while True:
            await asyncio.sleep(self.pace.project_seconds)
            try:
                if not await self.api.keep(client, session):
                    return
                lost = 0
            except (Retry, Reject):
                lost += 1
                if lost == _MOST_LOST_HEARTBEATS:
                    raise

    async def _end(self, session: Session, client: AsyncClient) -> None:
        try:
            await self.api.end(client, session)
        except GuiyiError as error:
            log.warning("session_not_ended", listener=self.name, trouble=str(error))

    async def _hear(self, session: Session, publish: Publish) -> None:
        """Hear at one address after the other: when one breaks off the next goes on at once.

        When none of them held for long, another session is due.
        """
        is_good, trouble = True, Retry("every address broke off")
        while is_good:
            is_good = False
            for link in session.links:
                began = time.monotonic()
                try:
                    async with connected(link, max_bytes=MAX_BYTES) as socket:
                        if await self._hear_at(socket, session, publish):
                            return
                except Retry as error:
                    trouble = error
                is_good |= time.monotonic() - began > self.pace.settled_seconds
                log.warning("connection_lost", listener=self.name, trouble=str(trouble))
        raise trouble

    async def _hear_at(self, socket: Socket, session: Session, publish: Publish) -> bool:
        """Whether the session has ended, when the connection has."""
        await socket.send(encode(Operation.AUTH, session.auth_body.encode()))
        _check_admitted(await socket.answer(self.pace.silence_seconds))
        await publish(())
        heartbeats = socket.send_every(self.pace.socket_seconds, encode(Operation.HEARTBEAT))
        return await until_first(self._hear_rest(socket, session, publish), heartbeats)

    async def _hear_rest(self, socket: Socket, session: Session, publish: Publish) -> bool:
        try:
            while messages := await socket.receive(self.pace.silence_seconds):
                if await self._publish(messages, session, publish):
                    return True
        except asyncio.CancelledError:
            await self._publish(await socket.rest(), session, publish)
            raise
        return False

    async def _publish(self, messages: Sequence[bytes], session: Session, publish: Publish) -> bool:
        """Whether one of the messages ends the session."""
        bodies = [body for message in messages for body in _bodies(message)]
        if bodies:
            await publish([self._raw_event(body) for body in bodies])
        return any(_is_end(body, session) for body in bodies)

    def _raw_event(self, body: bytes) -> RawEvent:
        """What has no id, or is no message, is known by its bytes."""
        person_id = message_id = None
        with suppress(Reject):
            data = Payload(parse_object(body)).child("data")
            person_id, message_id = user_of(data).text("open_id"), data.text("msg_id")
        return RawEvent.of(
            platform=PLATFORM,
            source_account=self.api.app_id,
            kind="live",
            person_id=person_id,
            dedupe_key=f"live:{message_id or hashlib.sha256(body).hexdigest()}",
            body=body,
            received_at=datetime.now(UTC),
            headers={"developer": self.developer} if self.developer else None,
        )


def _bodies(message: bytes) -> list[bytes]:
    """What is to be kept of a message: its commands, or all of it where it cannot be read."""
    try:
        frames = decode(message)
    except Reject:
        return [message]
    return [frame.body for frame in frames if frame.operation == Operation.MESSAGE]


def _check_admitted(answer: bytes) -> None:
    for frame in decode(answer):
        if frame.operation == Operation.AUTH_REPLY:
            code = Payload(parse_object(frame.body or b"{}")).text("code")
            if code not in (None, "0"):
                raise Retry(f"Bilibili answered {code} to the auth body")
            return
    raise Retry("Bilibili did not answer the auth body")


def _is_end(body: bytes, session: Session) -> bool:
    """Whether it ends this session, and not the one before."""
    if _END not in body:
        return False
    try:
        message = Payload(parse_object(body))
        ended = message.child("data").text("game_id")
        return message.text("cmd") == _END.decode() and ended in (None, session.game_id)
    except Reject:
        return False
