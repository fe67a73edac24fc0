"""Bilibili's end: sessions of the live platform, its WebSocket, and webhooks as it sends them."""

import asyncio
import hmac
import itertools
import json
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cramjam
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.bilibili.frames import Operation, decode, encode
from connectors.bilibili.signing import request_signature, webhook_signature
from connectors.sdk.together import until_first
from pipeline.simulator.call import Call

_PLAIN, _ZLIB, _BROTLI = 0, 2, 3
_BROTLI_LEVEL = 4
_WRONG_SIGNATURE, _WRONG_CODE, _OCCUPIED, _NO_SESSION, _SESSION_OVER = 4002, 7007, 7002, 7000, 7003
_WRONG_KEY = -101

ANCHOR = "b0demo0anchor000000000000000001"
"""The open_id of the room's own streamer."""


class BilibiliEnd:
    """One room. What its listener has not been sent yet is sent to whoever connects next.

    Commands go out `together` in one message, packed in turn as plain frames, zlib and brotli.
    `errors` are answered first, to any call. `breaks` says after how many messages each connection
    breaks off, in their order; one that it does not name stays. A `deaf` end answers no heartbeat.
    A project that is a mere tool, `is_tool`, is given no session to keep and end.
    """

    def __init__(
        self,
        commands: Sequence[Mapping[str, Any]] = (),
        *,
        access_key_secret: str,
        code: str,
        together: int = 2,
        links: int = 2,
        session_seconds: float = 60.0,
        is_tool: bool = False,
    ) -> None:
        self.commands = list(commands)
        self.errors: list[int] = []
        self.breaks: list[int] = []
        self.deaf = False
        self.sessions = 0
        self.heartbeats = 0
        self.socket_heartbeats = 0
        self.ended: list[str] = []
        self.code = code
        self._secret = access_key_secret
        self._together = together
        self._links = links
        self._session_seconds = session_seconds
        self._is_tool = is_tool
        self._open: str | None = None
        self._last_heartbeat = 0.0
        self._sent = 0
        self._packings = itertools.cycle((_PLAIN, _ZLIB, _BROTLI))
        self.app = Starlette(
            routes=[
                Route("/v2/app/start", self._start, methods=["POST"]),
                Route("/v2/app/heartbeat", self._heartbeat, methods=["POST"]),
                Route("/v2/app/end", self._end, methods=["POST"]),
                WebSocketRoute("/sub/{link}", self._sub),
            ]
        )

    async def _start(self, request: Request) -> Response:
        body = await self._checked(request)
        if isinstance(body, int):
            return _answer(body)
        if body["code"] != self.code:
            return _answer(_WRONG_CODE)
        if self._open is not None and not self._is_late():
            return _answer(_OCCUPIED)
        self.sessions += 1
        self._open = f"game-{self.sessions}"
        self._last_heartbeat = time.monotonic()
        links = [f"ws://{request.url.netloc}/sub/{link}" for link in range(self._links)]
        auth_body = json.dumps({"roomid": 4600001, "protover": 2, "uid": 1, "key": self._open})
        return _answer(
            0,
            {
                "game_info": {"game_id": "" if self._is_tool else self._open},
                "websocket_info": {"auth_body": auth_body, "wss_link": links},
                "anchor_info": {"room_id": 4600001, "uid": 0, "open_id": ANCHOR},
            },
        )

    async def _heartbeat(self, request: Request) -> Response:
        body = await self._checked(request)
        if isinstance(body, int):
            return _answer(body)
        if body["game_id"] != self._open or self._is_late():
            return _answer(_SESSION_OVER)
        self.heartbeats += 1
        self._last_heartbeat = time.monotonic()
        return _answer(0, {})

    async def _end(self, request: Request) -> Response:
        body = await self._checked(request)
        if isinstance(body, int):
            return _answer(body)
        self.ended.append(body["game_id"])
        if body["game_id"] != self._open:
            return _answer(_NO_SESSION)
        self._open = None
        return _answer(0, {})

    async def _checked(self, request: Request) -> Any:  # noqa: ANN401 (the call's JSON)
        """The call's JSON, or the code of what is wrong with it."""
        if self.errors:
            return self.errors.pop(0)
        expected = request_signature(request.headers, self._secret)
        if not hmac.compare_digest(request.headers.get("authorization", ""), expected):
            return _WRONG_SIGNATURE
        return json.loads(await request.body())

    def _is_late(self) -> bool:
        return time.monotonic() - self._last_heartbeat > self._session_seconds

    async def _sub(self, websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            (auth,) = decode(await websocket.receive_bytes())
            admitted = json.loads(auth.body)["key"] == self._open
            reply = json.dumps({"code": 0 if admitted else _WRONG_KEY}).encode()
            await websocket.send_bytes(encode(Operation.AUTH_REPLY, reply))
            if admitted:
                await until_first(self._answer_heartbeats(websocket), self._send(websocket))
            await websocket.close()
        except WebSocketDisconnect:
            pass

    async def _answer_heartbeats(self, websocket: WebSocket) -> None:
        while True:
            (frame,) = decode(await websocket.receive_bytes())
            if frame.operation == Operation.HEARTBEAT and not self.deaf:
                self.socket_heartbeats += 1
                await websocket.send_bytes(encode(Operation.HEARTBEAT_REPLY, b"\0\0\0\1"))

    async def _send(self, websocket: WebSocket) -> None:
        most = self.breaks.pop(0) if self.breaks else None
        for number in itertools.count():
            if number == most:
                return
            while self._sent == len(self.commands):  # noqa: ASYNC110 (another thread adds to it)
                await asyncio.sleep(0.01)
            commands = self.commands[self._sent : self._sent + self._together]
            await websocket.send_bytes(packed(commands, next(self._packings)))
            self._sent += len(commands)
            if any(self._ends(command) for command in commands):
                self._open = None
                return

    def _ends(self, command: Mapping[str, Any]) -> bool:
        if not str(command.get("cmd")).endswith("INTERACTION_END"):
            return False
        return bool(command["data"]["game_id"] == self._open)


def packed(commands: Sequence[Mapping[str, Any]], version: int) -> bytes:
    """Commands as one message: frames one after the other, or those compressed in one frame."""
    frames = b"".join(_frames(commands))
    if version == _ZLIB:
        return encode(Operation.MESSAGE, zlib.compress(frames), version=version)
    if version == _BROTLI:
        compressed = bytes(cramjam.brotli.compress(frames, _BROTLI_LEVEL))
        return encode(Operation.MESSAGE, compressed, version=version)
    return frames


def webhook(client_secret: str, body: bytes) -> Call:
    """The open platform's call with this body."""
    signature = webhook_signature(client_secret, body)
    headers = {"content-type": "application/json", "x-bilibili-signature": signature}
    return Call(headers=headers, body=body)


def _frames(commands: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    for command in commands:
        yield encode(Operation.MESSAGE, json.dumps(command).encode(), version=_PLAIN)


def _answer(code: int, data: Mapping[str, Any] | None = None) -> Response:
    answer = {"code": code, "message": str(code), "request_id": "simulated", "data": data}
    return JSONResponse(answer)
