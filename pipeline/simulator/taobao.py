"""Taobao's end: the lists of TOP, its messages by polling, and the message channel."""

import asyncio
import gzip
import hmac
import itertools
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.sdk.times import CHINA
from connectors.sdk.together import until_first
from connectors.taobao.api import answer_name
from connectors.taobao.signing import SignMethod, signature
from connectors.taobao.wire import KIND, Frame, FrameType, Kind, Value, decode, encode

LIMITED = {
    "code": 7,
    "msg": "App Call Limited",
    "sub_code": "accesscontrol.limited-by-api-access-count",
    "sub_msg": "This ban will last for 3 more seconds",
}
_WRONG_SIGNATURE = {"code": 25, "msg": "Invalid signature"}
_NO_SESSION = {
    "code": 27,
    "msg": "Invalid session",
    "sub_code": "sessionkey-not-generated-by-server",
}
_WRONG_METHOD = {"code": 22, "msg": "Invalid method"}
_DAY_SECONDS = 86400

Entry = Mapping[str, Any]


class TaobaoEnd:
    """One app and one shop. What it holds is given in Taobao's own form, and may grow.

    `errors` are answered first, to any call. `breaks` says after how many messages each connection
    to the channel breaks off, in their order; one that it does not name stays. A message that is
    not confirmed is sent on every connection, and polled once after each `redeliver`.
    """

    def __init__(
        self,
        *,
        app_key: str,
        app_secret: str,
        session: str = "",
        trades: Sequence[Entry] = (),
        reviews: Sequence[Entry] = (),
        messages: Sequence[Entry] = (),
    ) -> None:
        self.trades = list(trades)
        self.reviews = list(reviews)
        self.messages = list(messages)
        self.confirmed: set[str] = set()
        self.errors: list[Mapping[str, Any]] = []
        self.breaks: list[int] = []
        self.asked: list[dict[str, str]] = []
        self.connections = 0
        self.pulls = 0
        self._app_key = app_key
        self.app_secret = app_secret
        self.session = session
        self._polled: set[str] = set()
        self.app = Starlette(
            routes=[
                Route("/router/rest", self._call, methods=["POST"]),
                WebSocketRoute("/", self._channel),
            ]
        )

    def redeliver(self) -> None:
        """Have messages that were polled and not confirmed polled again."""
        self._polled.clear()

    async def _call(self, request: Request) -> Response:
        asked = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        self.asked.append(asked)
        if (error := self._error(asked)) is not None:
            return JSONResponse({"error_response": {**error, "request_id": "simulated"}})
        method = asked["method"]
        answer = {**self._answer(method, asked), "request_id": "simulated"}
        return JSONResponse({answer_name(method): answer})

    def _error(self, asked: Mapping[str, str]) -> Mapping[str, Any] | None:
        if self.errors:
            return self.errors.pop(0)
        method: SignMethod = asked["sign_method"]  # type: ignore[assignment]
        if not hmac.compare_digest(asked["sign"], signature(asked, self.app_secret, method)):
            return _WRONG_SIGNATURE
        if asked["method"] not in self._methods:
            return _WRONG_METHOD
        is_list = not asked["method"].startswith("taobao.tmc")
        return _NO_SESSION if is_list and asked.get("session") != self.session else None

    _methods = frozenset(
        {
            "taobao.trades.sold.increment.get",
            "taobao.traderates.get",
            "taobao.tmc.messages.consume",
            "taobao.tmc.messages.confirm",
        }
    )

    def _answer(self, method: str, asked: Mapping[str, str]) -> Mapping[str, Any]:
        match method:
            case "taobao.trades.sold.increment.get":
                window = asked["start_modified"], asked["end_modified"]
                return _page(self.trades, "modified", window, asked, ("trades", "trade"))
            case "taobao.traderates.get":
                window = asked["start_date"], asked["end_date"]
                return _page(self.reviews, "created", window, asked, ("trade_rates", "trade_rate"))
            case "taobao.tmc.messages.confirm":
                self.confirmed |= set(asked["s_message_ids"].split(","))
                return {"is_success": True}
            case _:
                return self._consumed(int(asked["quantity"]))

    def _consumed(self, quantity: int) -> Mapping[str, Any]:
        away = self.confirmed | self._polled
        found = [message for message in self.messages if str(message["id"]) not in away]
        self._polled |= {str(message["id"]) for message in found[:quantity]}
        return {"messages": {"tmc_message": found[:quantity]} if found else {}}

    async def _channel(self, websocket: WebSocket) -> None:
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


def _page(
    entries: Sequence[Entry],
    changed_at: str,
    window: tuple[str, str],
    asked: Mapping[str, str],
    path: tuple[str, str],
) -> Mapping[str, Any]:
    """One page of those within the window, oldest first; how many there are, or whether more."""
    begin, end = window
    length = datetime.fromisoformat(end) - datetime.fromisoformat(begin)
    if length.total_seconds() > _DAY_SECONDS:
        raise ValueError("the window is longer than a day")
    found = sorted(
        (entry for entry in entries if begin <= entry[changed_at] <= end),
        key=lambda entry: str(entry[changed_at]),
    )
    size, number = int(asked["page_size"]), int(asked["page_no"])
    page, rest = found[(number - 1) * size : number * size], found[number * size :]
    outer, inner = path
    answer: dict[str, Any] = {outer: {inner: json.loads(json.dumps(page))}} if page else {}
    if asked.get("use_has_next") == "true":
        return answer | {"has_next": bool(rest)}
    return answer | {"total_results": len(found)}
