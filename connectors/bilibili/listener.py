"""Hearing the live room: a session of the app, and the WebSocket that it opens."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from httpx import AsyncClient

from connectors.bilibili.api import LiveApi, Session
from connectors.bilibili.commands import bodies_of, check_admitted, is_end, raw_event
from connectors.bilibili.frames import MAX_BYTES, Operation, encode
from connectors.sdk.listener import Publish
from connectors.sdk.together import until_first
from connectors.sdk.websocket import Socket, connected
from schemas.errors import GuiyiError, Reject, Retry

log = structlog.get_logger()

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
        check_admitted(await socket.answer(self.pace.silence_seconds))
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
        bodies = [body for message in messages for body in bodies_of(message)]
        if bodies:
            told = {"developer": self.developer, "anchor": session.anchor}
            headers = {name: value for name, value in told.items() if value}
            await publish([raw_event(body, self.api.app_id, headers) for body in bodies])
        return any(is_end(body, session.game_id) for body in bodies)
