"""Kuaishou's end: a shop's orders, and the data tasks of live rooms.

Source: open.kuaishou.com, `live/data/task`; open.kwaixiaodian.com, `oauth2/refresh_token`,
`open.order.cursor.list`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.tokens import IssuedTokens

MAX_PAGE_ORDERS = 50
LONGEST_WINDOW_MS = 7 * 86_400_000
TOKEN_SECONDS = 172_800
REFRESH_TOKEN_SECONDS = 15_552_000

WRONG_CLIENT = 100200101
DENIED = 100200102
WRONG_SIGN = 100200109
NOT_LIVE = 100100001
TOO_LONG = 300004

Json = dict[str, Any]
"""An order, as Kuaishou writes it."""


class KuaishouEnd:
    """One shop's orders, and the data tasks of live rooms.

    Each refresh token is good once. `errors` are given before any list of orders; `live` are the
    rooms where somebody is live, `pushed` those whose task runs, each with its round.

    Args:
        orders: in any order; an order changed at `updateTime` of its `orderBaseInfo`.
        refresh_token: the first one.
    """

    def __init__(
        self,
        orders: Sequence[Json] = (),
        *,
        app_secret: str = "secret",  # noqa: S107 (nobody's)
        sign_secret: str = "sign",  # noqa: S107 (nobody's)
        refresh_token: str = "refresh",  # noqa: S107 (nobody's)
    ) -> None:
        self.orders = list(orders)
        self.shop_tokens = IssuedTokens(
            TOKEN_SECONDS, keeps_older=True, refresh_token=refresh_token
        )
        self.app_tokens = IssuedTokens(TOKEN_SECONDS)
        self.live: set[str] = set()
        self.pushed: dict[str, str] = {}
        self.errors: list[int] = []
        self.asked: list[Json] = []
        self._app_secret = app_secret
        self._sign_secret = sign_secret
        self.routes = [
            Route("/oauth2/refresh_token", self._refresh, methods=["POST"]),
            Route("/oauth2/access_token", self._app_token, methods=["POST"]),
            Route("/open/order/cursor/list", self._orders),
            Route("/openapi/developer/live/data/task/status", self._status, methods=["POST"]),
            Route("/openapi/developer/live/data/task/start", self._start, methods=["POST"]),
        ]
        self.app = Starlette(routes=self.routes)

    async def _refresh(self, request: Request) -> Response:
        form = await _form(request)
        if form.get("app_secret") != self._app_secret:
            return _error(WRONG_CLIENT)
        token = self.shop_tokens.refresh(form.get("refresh_token", ""))
        if token is None:
            return _error(DENIED)
        return JSONResponse(
            {
                "result": 1,
                "access_token": token,
                "expires_in": TOKEN_SECONDS,
                "refresh_token": self.shop_tokens.refresh_token,
                "refresh_token_expires_in": REFRESH_TOKEN_SECONDS,
                "open_id": "seller",
                "token_type": "bearer",
                "scopes": ["merchant_order"],
            }
        )

    async def _app_token(self, request: Request) -> Response:
        if (await _form(request)).get("app_secret") != self._app_secret:
            return _error(WRONG_CLIENT)
        token = self.app_tokens.issue()
        return JSONResponse({"result": 1, "access_token": token, "expires_in": TOKEN_SECONDS})

    async def _orders(self, request: Request) -> Response:
        query = dict(request.query_params)
        asked = json.loads(query["param"])
        self.asked.append(asked)
        sign = query.pop("sign", "")
        stated = "&".join(f"{name}={query[name]}" for name in sorted(query))
        if sign != _md5(f"{stated}&signSecret={self._sign_secret}".encode()):
            return _error(WRONG_SIGN)
        if not self.shop_tokens.is_good(query["access_token"]):
            return _error(DENIED)
        if self.errors:
            return _error(self.errors.pop(0))
        begin, end = asked["beginTime"], asked["endTime"]
        if end - begin >= LONGEST_WINDOW_MS:
            return _error(TOO_LONG)
        found = sorted(
            (each for each in self.orders if begin <= _changed(each) <= end), key=_changed
        )
        start = int(asked["cursor"] or 0)
        stop = start + min(asked["pageSize"], MAX_PAGE_ORDERS)
        cursor = str(stop) if stop < len(found) else "nomore"
        return JSONResponse(
            {"result": 1, "data": {"cursor": cursor, "orderList": found[start:stop]}}
        )

    async def _status(self, request: Request) -> Response:
        asked = await request.json()
        if refused := self._refused(request, asked):
            return refused
        status = 1 if asked["roomCode"] in self.pushed else 2
        return JSONResponse({"result": 1, "taskStatus": status})

    async def _start(self, request: Request) -> Response:
        asked = await request.json()
        if refused := self._refused(request, asked):
            return refused
        if asked["roomCode"] not in self.live:
            return _error(NOT_LIVE)
        self.pushed[asked["roomCode"]] = asked["roundId"]
        return JSONResponse({"result": 1, "userInfo": {"authorOpenId": "author"}})

    def _refused(self, request: Request, asked: Json) -> Response | None:
        query = request.query_params
        signed = {**asked, "app_id": query["app_id"]}
        sign = signed.pop("sign", "")
        stated = "&".join(f"{name}={signed[name]}" for name in sorted(signed))
        if sign != _md5((stated + self._app_secret).encode()):
            return _error(WRONG_SIGN)
        return None if self.app_tokens.is_good(query["access_token"]) else _error(DENIED)


def _changed(order: Json) -> int:
    changed: int = order["orderBaseInfo"]["updateTime"]
    return changed


def _md5(signed: bytes) -> str:
    return hashlib.md5(signed, usedforsecurity=False).hexdigest()


async def _form(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


def _error(result: int) -> Response:
    return JSONResponse({"result": result, "error": "x", "error_msg": "x"})
