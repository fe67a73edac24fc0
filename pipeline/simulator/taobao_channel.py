"""Taobao's end of the message channel."""

import asyncio
import gzip
import hmac
import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.sdk.times import CHINA
from connectors.sdk.together import until_first
from connectors.taobao.signing import signature
from connectors.taobao.unpacking import decode
from connectors.taobao.wire import KIND, Frame, FrameType, Kind, Value, encode

Entry = Mapping[str, Any]


class TaobaoChannel:
    """The messages of one app, which may grow. One that is not confirmed is sent anew.

    `breaks` says after how many messages each connection breaks off, in their order; one that it
    does not name stays.
    """

    def __init__(self, messages: Sequence[Entry], app_secret: str) -> None:
        self.messages = list(messages)
        self.app_secret = app_secret
        self.confirmed: set[str] = set()
        self.breaks: list[int] = []
        self.connections = 0
        self.pulls = 0

    async def serve(self, websocket: WebSocket) -> None:
        """Admit a connection, send on it, and hear what is confirmed."""
        await websocket.accept()
        self.connections += 1
        try:
            connect = decode(await websocket.receive_bytes())
            if not self._is_admitted(connect):
                refusal = Frame(FrameType.CONNECT_ANSWER, status=401, phrase="invalid sign")
                await websocket.send_bytes(encode(refusal))
                await websocket.close()
                return
            token = f"token-{self.connections}"
            await websocket.send_bytes(encode(Frame(FrameType.CONNECT_ANSWER, token=token)))
            await until_first(self._hear(websocket, token), self._send(websocket))
            await websocket.close()
        except WebSocketDisconnect:
            pass

    def _is_admitted(self, connect: Frame) -> bool:
        fields = {name: str(value) for name, value in connect.fields.items()}
        signed = {name: fields.get(name, "") for name in ("app_key", "group_name", "timestamp")}
        return hmac.compare_digest(
            fields.get("sign", ""), signature(signed, self.app_secret, "md5")
        )

    async def _hear(self, websocket: WebSocket, token: str) -> None:
        while True:
            frame = decode(await websocket.receive_bytes())
            if frame.token != token:
                return
            if frame.kind == Kind.CONFIRM:
                self.confirmed.add(str(frame.fields["id"]))
            elif frame.kind == Kind.PULL:
                self.pulls += 1

    async def _send(self, websocket: WebSocket) -> None:
        most = self.breaks.pop(0) if self.breaks else None
        unconfirmed = [m for m in self.messages if str(m["id"]) not in self.confirmed]
        sent = len(self.messages)
        for number in itertools.count():
            if number == most:
                return
            while not unconfirmed:
                await asyncio.sleep(0.01)
                unconfirmed, sent = self.messages[sent:], len(self.messages)
            await websocket.send_bytes(frame_of(unconfirmed.pop(0), zipped=number % 2 == 1))


def frame_of(message: Entry, *, zipped: bool = False) -> bytes:
    """A message as the channel sends it; its content as text, or zipped."""
    content = message["content"]
    published_at = datetime.fromisoformat(message["pub_time"]).replace(tzinfo=CHINA)
    fields: dict[str, Value] = {
        KIND: Kind.DATA,
        "id": message["id"],
        "topic": message["topic"],
        "content": gzip.compress(content.encode()) if zipped else content,
        "time": published_at,
        "publisher": message["pub_app_key"],
        "userid": message["user_id"],
        "nick": message["user_nick"],
    }
    return encode(Frame(FrameType.SEND, fields))
