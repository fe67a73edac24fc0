"""Xiaohongshu's end of a shop: the gateway with its tokens and orders, and pushes.

Source: ark.xiaohongshu.com, `common_controller` with `order.getOrderList`, `order.getOrderDetail`,
`oauth.refreshToken`; the push guide's tags, as two receivers have them.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.call import Call
from pipeline.simulator.tokens import IssuedTokens

TOKEN_SECONDS = 7 * 24 * 3600
LONGEST_SECONDS = 30 * 60
_BY_UPDATE = 2

Order = dict[str, Any]
"""An order as `order.getOrderDetail` has it; times in milliseconds, amounts in fen."""


class XiaohongshuEnd:
    """One shop's gateway. `errors` are messages that are given before anything else.

    The list shows an order's number, status and times; only the detail shows its amount.

    Args:
        orders: the shop's, in any order.
        refresh_token: the first one; each renewal gives another.
        on_page: called after each page of orders, with its number.
    """

    def __init__(
        self,
        orders: Sequence[Order],
        *,
        app_id: str,
        app_secret: str,
        refresh_token: str,
        most_per_page: int = 100,
        on_page: Callable[[int], None] = lambda _number: None,
    ) -> None:
        self.orders = list(orders)
        self.app_id = app_id
        self.app_secret = app_secret
        self.tokens = IssuedTokens(TOKEN_SECONDS, refresh_token=refresh_token)
        self.errors: list[str] = []
        self.asked: list[str] = []
        self._most_per_page = most_per_page
        self._on_page = on_page
        path = "/ark/open_api/v3/common_controller"
        self.app = Starlette(routes=[Route(path, self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        form = json.loads(await request.body())
        method = form["method"]
        self.asked.append(method)
        if self.errors:
            return _error(self.errors.pop(0))
        stated = f"{method}?appId={self.app_id}&timestamp={form['timestamp']}&version=2.0"
        if form["sign"] != _md5(stated + self.app_secret):
            return _error("invalid sign")
        if method == "oauth.refreshToken":
            return self._refresh(form)
        if not self.tokens.is_good(form.get("accessToken")):
            return _error("accessToken is expired")
        return self._detail(form) if method == "order.getOrderDetail" else self._list(form)

    def _refresh(self, form: Mapping[str, Any]) -> Response:
        token = self.tokens.refresh(form["refreshToken"])
        if token is None:
            return _error("refreshToken is wrong")
        now = int(time.time() * 1000)
        return _success(
            {
                "accessToken": token,
                "accessTokenExpiresAt": now + int(self.tokens.seconds * 1000),
                "refreshToken": self.tokens.refresh_token,
                "refreshTokenExpiresAt": now + 2 * int(self.tokens.seconds * 1000),
            }
        )

    def _list(self, form: Mapping[str, Any]) -> Response:
        start, end, number = form["startTime"], form["endTime"], form["pageNo"]
        if form["timeType"] != _BY_UPDATE or end - start > LONGEST_SECONDS:
            return _error("the stretch of time is too long")
        found = sorted(
            (order for order in self.orders if start * 1000 <= order["updateTime"] <= end * 1000),
            key=lambda order: order["updateTime"],
        )
        size = min(form["pageSize"], self._most_per_page)
        page = found[(number - 1) * size : number * size]
        answer = {
            "total": len(found),
            "pageNo": number,
            "pageSize": size,
            "maxPageNo": max(1, -(-len(found) // size)),
            "orderList": [
                {name: value for name, value in order.items() if name != "totalPayAmount"}
                for order in page
            ],
        }
        self._on_page(number)
        return _success(answer)

    def _detail(self, form: Mapping[str, Any]) -> Response:
        for order in self.orders:
            if order["orderId"] == form["orderId"]:
                return _success(order)
        return _error("no such order")


def push(
    messages: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    seller_id: str,
    app_id: str,
    app_secret: str,
    callback_path: str,
    path: str,
    now: float | None = None,
) -> Call:
    """A push of tags and what they tell, signed at `now` (seconds since 1970).

    `callback_path` is as it is registered, which the signature covers; `path` what of it follows
    the receiver's own.
    """
    elements = [
        {"msgTag": tag, "sellerId": seller_id, "data": json.dumps(data)} for tag, data in messages
    ]
    headers = signed(app_id, app_secret, callback_path, now)
    return Call(path=path, headers=headers, body=json.dumps(elements).encode())


def signed(
    app_id: str, app_secret: str, callback_path: str, now: float | None = None
) -> dict[str, str]:
    """The headers of a push. Whatever its body is, they are right."""
    timestamp = str(int(time.time() if now is None else now))
    sign = _md5(f"{callback_path}?app-key={app_id}&timestamp={timestamp}{app_secret}")
    return {"app-key": app_id, "timestamp": timestamp, "sign": sign}


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _success(data: Mapping[str, Any]) -> Response:
    return JSONResponse({"error_code": 0, "success": True, "data": data})


def _error(message: str) -> Response:
    return JSONResponse({"error_code": -1, "success": False, "error_msg": message})
