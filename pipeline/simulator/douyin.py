"""Douyin's end: comments on videos, and pushes from live rooms that were lost.

Source: open.douyin.com, `oauth/refresh_token`, `oauth/renew_refresh_token`, `item/comment/list`,
`item/comment/reply/list`; developer.open-douyin.com, `apps/v2/token`,
`live_data/task/fail_data/get`.
"""

import json
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.tokens import IssuedTokens

MAX_PAGE_COMMENTS = 20
MAX_PAGE_PUSHES = 100
MOST_REPLACED = 5
DAY_SECONDS = 86400

Json = dict[str, Any]
"""A comment or a live message, as Douyin writes it."""


class DouyinEnd:
    """Comments of one brand account and lost live pushes of one app.

    Comments are listed newest first, `cursor` counts them from the newest. The refresh token stays
    the same until it is replaced, which is possible `MOST_REPLACED` times; `refresh_seconds` is how
    long it says to live. `errors` are given before any list, `token_errors` before a token for
    live rooms; `gone` are the videos and comments that were deleted; `asked` the lists asked for.

    Args:
        comments: by video.
        replies: by comment.
        lost: by room and message type, each push as its array of messages.
        refresh_token: the first one.
    """

    def __init__(
        self,
        comments: Mapping[str, Sequence[Json]] | None = None,
        replies: Mapping[str, Sequence[Json]] | None = None,
        lost: Mapping[tuple[str, str], Sequence[Sequence[Json]]] | None = None,
        *,
        refresh_token: str = "refresh",  # noqa: S107 (nobody's)
        app_secret: str = "secret",  # noqa: S107 (nobody's)
    ) -> None:
        self.comments = {item: list(each) for item, each in (comments or {}).items()}
        self.replies = {comment: list(each) for comment, each in (replies or {}).items()}
        self.lost = {room: list(each) for room, each in (lost or {}).items()}
        self.refresh_token = refresh_token
        self.refresh_seconds = 30 * DAY_SECONDS
        self.may_replace = True
        self.replaced = 0
        self.account_tokens = IssuedTokens(15 * DAY_SECONDS)
        self.app_tokens = IssuedTokens()
        self.errors: list[int] = []
        self.token_errors: list[int] = []
        self.gone: set[str] = set()
        self.asked: list[Mapping[str, str]] = []
        self._app_secret = app_secret
        self.routes = [
            Route("/oauth/refresh_token/", self._refresh, methods=["POST"]),
            Route("/oauth/renew_refresh_token/", self._replace, methods=["POST"]),
            Route("/item/comment/list/", self._comments),
            Route("/item/comment/reply/list/", self._replies),
            Route("/api/apps/v2/token", self._app_token, methods=["POST"]),
            Route("/api/live_data/task/fail_data/get", self._lost),
        ]
        self.app = Starlette(routes=self.routes)

    async def _refresh(self, request: Request) -> Response:
        form = await _form(request)
        if form.get("refresh_token") != self.refresh_token:
            return _error(10010)
        given = {
            "access_token": self.account_tokens.issue(),
            "expires_in": str(15 * DAY_SECONDS),
            "refresh_token": self.refresh_token,
            "refresh_expires_in": str(self.refresh_seconds),
        }
        return _answer(given)

    async def _replace(self, request: Request) -> Response:
        form = await _form(request)
        if form.get("refresh_token") != self.refresh_token:
            return _error(10010)
        if not self.may_replace:
            return _error(10004)
        if self.replaced == MOST_REPLACED:
            return _error(10020)
        self.replaced += 1
        self.refresh_token = f"refresh-{self.replaced}-{secrets.token_hex(4)}"
        self.refresh_seconds = 30 * DAY_SECONDS
        return _answer(
            {"refresh_token": self.refresh_token, "expires_in": str(self.refresh_seconds)}
        )

    async def _comments(self, request: Request) -> Response:
        return self._page(request, self.comments.get(request.query_params["item_id"], []))

    async def _replies(self, request: Request) -> Response:
        return self._page(request, self.replies.get(request.query_params["comment_id"], []))

    def _page(self, request: Request, comments: Sequence[Json]) -> Response:
        query = request.query_params
        self.asked.append(dict(query))
        if not self.account_tokens.is_good(request.headers.get("access-token")):
            return _error(2190008)
        if self.errors:
            return _error(self.errors.pop(0))
        if self.gone & set(query.values()):
            return _error(28001007)
        ordered = sorted(
            comments, key=lambda each: (not each.get("top", False), -each["create_time"])
        )
        start, count = int(query.get("cursor", 0)), min(int(query["count"]), MAX_PAGE_COMMENTS)
        end = start + count
        page = {"list": ordered[start:end], "cursor": end, "has_more": end < len(ordered)}
        return _answer(page)

    async def _app_token(self, request: Request) -> Response:
        if self.token_errors:
            code = self.token_errors.pop(0)
            return JSONResponse({"err_no": code, "err_tips": "trouble", "data": {}})
        if (await request.json()).get("secret") != self._app_secret:
            return JSONResponse({"err_no": 40017, "err_tips": "bad secret", "data": {}})
        given = {"access_token": self.app_tokens.issue(), "expires_in": 7200}
        return JSONResponse({"err_no": 0, "err_tips": "success", "data": given})

    async def _lost(self, request: Request) -> Response:
        query = request.query_params
        self.asked.append(dict(query))
        if not self.app_tokens.is_good(request.headers.get("access-token")):
            return JSONResponse({"err_no": 40022, "err_msg": "invalid access token"})
        pushes = self.lost.get((query["roomid"], query["msg_type"]))
        if pushes is None:
            return JSONResponse({"err_no": 10012, "err_msg": "no such task"})
        page, size = int(query["page_num"]), min(int(query["page_size"]), MAX_PAGE_PUSHES)
        listed = [
            {
                "roomid": query["roomid"],
                "msg_type": query["msg_type"],
                "payload": json.dumps(list(push), ensure_ascii=False),
            }
            for push in pushes[(page - 1) * size : page * size]
        ]
        data = {"page_num": page, "total_count": len(pushes), "data_list": listed}
        return JSONResponse({"err_no": 0, "err_msg": "", "data": data})


async def _form(request: Request) -> Mapping[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


def _answer(data: Json) -> Response:
    return JSONResponse({"data": {"error_code": 0, "description": "", **data}})


def _error(code: int) -> Response:
    error = {"error_code": code, "description": "x"}
    return JSONResponse({"data": error, "extra": {**error, "now": int(time.time() * 1000)}})
