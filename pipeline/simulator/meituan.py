"""Meituan's ends: Waimai's reviews and its calls about orders, Dianping's reviews and its tokens.

Source: waimaiopen.meituan.com, `comment/query`; developer.meituan.com, business 58; both as client
libraries have them.
"""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.call import Call
from pipeline.simulator.tokens import IssuedTokens

CHINA = ZoneInfo("Asia/Shanghai")
MOST_DAYS = 30
WAIMAI_PAGE = 20

Review = dict[str, Any]
"""A review as the platform lists it."""


class WaimaiEnd:
    """Reviews of days before today, by shop, 20 a page, apart by whether they have a reply.

    `errors` are codes that are given before anything else.

    Args:
        reviews: by the shop's code.
        clock: in seconds since 1970.
    """

    def __init__(
        self,
        reviews: Mapping[str, Sequence[Review]],
        *,
        app_id: str,
        app_secret: str,
        today: datetime | None = None,
    ) -> None:
        self.reviews = {shop: list(listed) for shop, listed in reviews.items()}
        self.app_id = app_id
        self.app_secret = app_secret
        self.today = today
        self.errors: list[int] = []
        self.asked: list[tuple[str, str, int]] = []
        self.app = Starlette(routes=[Route("/api/v1/comment/query", self._reviews)])

    async def _reviews(self, request: Request) -> Response:
        query = dict(request.query_params)
        if self.errors:
            return _ng(self.errors.pop(0))
        url = str(request.url).partition("?")[0]
        if query.pop("sig", None) != _waimai_sig(url, query, self.app_secret):
            return _ng(703)
        status, offset = query["replyStatus"], int(query["pageoffset"])
        self.asked.append((query["app_poi_code"], status, offset))
        today = (self.today or datetime.now(CHINA)).date()
        start, end = (
            datetime.strptime(query[name], "%Y%m%d").replace(tzinfo=CHINA).date()
            for name in ("start_time", "end_time")
        )
        if end >= today or today - start > timedelta(days=MOST_DAYS):
            return _ng(1001)
        found = [
            review
            for review in self.reviews.get(query["app_poi_code"], ())
            if start.isoformat() <= review["comment_time"] <= end.isoformat()
            and str(int(bool(review.get("e_reply_content")))) == status
        ]
        return JSONResponse({"data": found[offset : offset + int(query["pagesize"])]})


class DianpingEnd:
    """Reviews of shops on both sites, by page, for a token that a refresh token renews.

    `errors` (codes) are answered before any reviews, `refresh_errors` before a token.

    Args:
        reviews: by shop and site (1 Dianping, 2 Meituan).
        refresh_token: the first one.
    """

    def __init__(
        self,
        reviews: Mapping[tuple[str, int], Sequence[Review]],
        *,
        sign_key: str,
        refresh_token: str,
    ) -> None:
        self.reviews = {key: list(listed) for key, listed in reviews.items()}
        self.sign_key = sign_key
        self.tokens = IssuedTokens(30 * 24 * 3600, refresh_token=refresh_token)
        self.errors: list[int] = []
        self.refresh_errors: list[int] = []
        self.app = Starlette(
            routes=[
                Route("/oauth/refresh", self._refresh, methods=["POST"]),
                Route("/ddzh/ugc/queryshopreview", self._reviews, methods=["POST"]),
            ]
        )

    async def _refresh(self, request: Request) -> Response:
        form = await self._form(request)
        if self.refresh_errors:
            return JSONResponse({"code": self.refresh_errors.pop(0), "msg": "x"})
        token = self.tokens.refresh(form.get("refreshToken", ""))
        if token is None:
            return JSONResponse({"code": 400, "msg": "refresh token refused"})
        given = {
            "accessToken": token,
            "expireIn": int(self.tokens.seconds),
            "refreshToken": self.tokens.refresh_token,
        }
        return JSONResponse({"code": 0, "msg": "success", "data": given})

    async def _reviews(self, request: Request) -> Response:
        form = await self._form(request)
        if self.errors:
            return JSONResponse({"code": self.errors.pop(0), "msg": "x"})
        if not self.tokens.is_good(form.get("appAuthToken")):
            return JSONResponse({"code": 401, "msg": "token refused"})
        asked = json.loads(form["biz"])
        listed = self.reviews.get((asked["open_shop_uuid"], int(asked["platform"])), [])
        found = [
            review
            for review in listed
            if asked["begintime"] <= review["reviewTime"] <= asked["endtime"]
        ]
        limit = int(asked["limit"])
        first = (int(asked["offset"]) - 1) * limit
        page = found[first : first + limit]
        answer = {"code": 200, "msg": "success", "count": len(page), "tid": "x", "data": page}
        return JSONResponse(answer)

    async def _form(self, request: Request) -> dict[str, str]:
        """The call's fields; none where the signature is wrong."""
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        stated = "".join(f"{k}{v}" for k, v in sorted(form.items()) if v and k != "sign")
        right = hashlib.sha1(f"{self.sign_key}{stated}".encode(), usedforsecurity=False)
        return form if form.get("sign") == right.hexdigest() else {}


def push(
    order: Mapping[str, str],
    *,
    app_id: str,
    app_secret: str,
    callback_url: str,
    now: float | None = None,
) -> Call:
    """Waimai's call about an order, signed at `now` (seconds since 1970)."""
    timestamp = str(int(time.time() if now is None else now))
    fields = {**order, "app_id": app_id, "timestamp": timestamp}
    fields["sig"] = _waimai_sig(callback_url, fields, app_secret)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Call(headers=headers, body=urlencode(fields).encode())


def _waimai_sig(url: str, fields: Mapping[str, str], secret: str) -> str:
    stated = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
    return hashlib.md5(f"{url}?{stated}{secret}".encode(), usedforsecurity=False).hexdigest()


def _ng(code: int) -> Response:
    return JSONResponse({"data": "ng", "error": {"code": code, "msg": "refused"}})
