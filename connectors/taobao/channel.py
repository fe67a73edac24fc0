"""Hearing the message channel over its WebSocket."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.sdk.listener import Publish
from connectors.sdk.together import until_first
from connectors.sdk.websocket import Silent, Socket, connected
from connectors.taobao.messages import MAX_BYTES, raw_event
from connectors.taobao.signing import signature
from connectors.taobao.unpacking import decode
from connectors.taobao.wire import KIND, Frame, FrameType, Kind, encode
from schemas.errors import Reject, Retry

_SDK = "guiyi"
_ANSWER_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ChannelListener:
    """Hears all messages of one app's group. Each is confirmed once the broker has it.

    Messages that were not confirmed come again, so that nothing is lost with the connection.
    """

    url: str
    app_key: str
    app_secret: str = field(repr=False)
    group_name: str
    seller_id: str
    source: str
    pull_seconds: float = 30.0

    @property
    def name(self) -> str:
        """`taobao/source/messages`."""
        return f"{self.source}/messages"

    async def check(self, client: AsyncClient) -> None:  # noqa: ARG002 (a WebSocket, no call)
        """Connect and be admitted; see `Listener.check`."""
        async with connected(self.url, max_bytes=MAX_BYTES) as socket:
            await self._enter(socket)

    async def listen(self, publish: Publish, client: AsyncClient) -> None:  # noqa: ARG002 (see above)
        """Hear messages until the channel closes; see `Listener.listen`."""
        async with connected(self.url, max_bytes=MAX_BYTES) as socket:
            token = await self._enter(socket)
            await publish(())
            # Messages come by themselves; to ask for them makes up for those that did not.
            pull = encode(Frame(FrameType.SEND, {KIND: Kind.PULL}, token))
            pulls = socket.send_every(self.pull_seconds, pull)
            await until_first(self._hear(socket, token, publish), pulls)

    async def _enter(self, socket: Socket) -> str:
        """Connect; the token that all else is sent with."""
        signed = {
            "app_key": self.app_key,
            "group_name": self.group_name,
            "timestamp": str(round(time.time() * 1000)),
        }
        sign = signature(signed, self.app_secret, "md5")
        fields = {**signed, "sign": sign, "sdk": _SDK}
        await socket.send(encode(Frame(FrameType.CONNECT, fields, flag=1)))
        answer = decode(await socket.answer(_ANSWER_SECONDS))
        if answer.type != FrameType.CONNECT_ANSWER or answer.status or not answer.token:
            raise Retry(f"Taobao did not admit us to its messages: {answer.status}")
        return answer.token

    async def _hear(self, socket: Socket, token: str, publish: Publish) -> None:
        while True:
            try:
                messages = await socket.receive(self.pull_seconds)
            except Silent:
                # A shop may sell nothing for hours; whether the connection stands is asked.
                await socket.ping(_ANSWER_SECONDS)
                continue
            if not messages:
                return
            await self._take(messages, socket, token, publish)

    async def _take(
        self, messages: Sequence[bytes], socket: Socket, token: str, publish: Publish
    ) -> None:
        """Publish what is data, and only then confirm it."""
        now = datetime.now(UTC)
        data = [(message, frame) for message, frame in map(_read, messages) if _is_data(frame)]
        await publish(
            [
                raw_event(
                    message,
                    "tmc_frame",
                    app_key=self.app_key,
                    seller_id=self.seller_id,
                    received_at=now,
                )
                for message, _ in data
            ]
        )
        for _, frame in data:
            if frame is not None and isinstance(message_id := frame.fields.get("id"), int):
                fields = {KIND: Kind.CONFIRM, "id": message_id}
                await socket.send(encode(Frame(FrameType.SEND, fields, token)))


def _read(message: bytes) -> tuple[bytes, Frame | None]:
    """A message, and its frame if it is one."""
    try:
        return message, decode(message)
    except Reject:
        return message, None


def _is_data(frame: Frame | None) -> bool:
    """Whether it goes to the readers; what cannot be read does, for the dead letters."""
    return frame is None or (frame.type == FrameType.SEND and frame.kind in (Kind.DATA, None))
