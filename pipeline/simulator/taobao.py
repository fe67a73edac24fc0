"""Taobao's end: the lists of TOP, and its messages by polling or by the channel."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute

from connectors.taobao.api import answer_name
from connectors.taobao.signing import SignMethod, signature
from pipeline.simulator.taobao_channel import Entry, TaobaoChannel

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


class TaobaoEnd:
    """One app and one shop. What it holds is given in Taobao's own form, and may grow.

    `errors` are answered first, to any call. The app's messages stand in `channel`; one that is not
    confirmed can be polled once after each `redeliver`.
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
        self.channel = TaobaoChannel(messages, app_secret)
        self.errors: list[Mapping[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self._app_key = app_key
        self.app_secret = app_secret
        self.session = session
        self._polled: set[str] = set()
        self.app = Starlette(
            routes=[
                Route("/router/rest", self._call, methods=["POST"]),
                WebSocketRoute("/", self.channel.serve),
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
                self.channel.confirmed |= set(asked["s_message_ids"].split(","))
                return {"is_success": True}
            case _:
                return self._consumed(int(asked["quantity"]))

    def _consumed(self, quantity: int) -> Mapping[str, Any]:
        away = self.channel.confirmed | self._polled
        found = [message for message in self.channel.messages if str(message["id"]) not in away]
        self._polled |= {str(message["id"]) for message in found[:quantity]}
        return {"messages": {"tmc_message": found[:quantity]} if found else {}}


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
