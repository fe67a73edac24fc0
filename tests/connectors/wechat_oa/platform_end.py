"""WeChat's end of the follower lists: tokens that expire, pages, a quota."""

import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

SECRET = "app secret"


class WechatEnd:
    """Answers as api.weixin.qq.com does. `answers` are given first, whatever is asked."""

    def __init__(self, users: dict[str, dict[str, Any]], page_openids: int = 10_000) -> None:
        self.users = users
        self.page_openids = page_openids
        self.tokens_given = 0
        self.answers: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self._token, methods=["POST"]),
                Route("/cgi-bin/user/get", self._list),
                Route("/cgi-bin/user/info/batchget", self._infos, methods=["POST"]),
            ]
        )

    def expire(self) -> None:
        """Make the token that is in use invalid."""
        self.tokens_given += 1

    async def _token(self, request: Request) -> Response:
        asked = await request.json()
        if asked["secret"] != SECRET:
            return JSONResponse({"errcode": 40125, "errmsg": "invalid appsecret"})
        self.tokens_given += 1
        return JSONResponse({"access_token": f"token{self.tokens_given}", "expires_in": 7200})

    async def _list(self, request: Request) -> Response:
        if error := self._error(request):
            return error
        openids = list(self.users)
        after = request.query_params.get("next_openid", "")
        first = openids.index(after) + 1 if after else 0
        page = openids[first : first + self.page_openids]
        found = {"data": {"openid": page}} if page else {}
        return JSONResponse(
            {"total": len(openids), "count": len(page), "next_openid": page[-1] if page else ""}
            | found
        )

    async def _infos(self, request: Request) -> Response:
        if error := self._error(request):
            return error
        asked = [user["openid"] for user in (await request.json())["user_list"]]
        self.batches.append(len(asked))
        if len(asked) > 100:
            return JSONResponse({"errcode": 40130, "errmsg": "invalid openid list size"})
        found = [self.users[openid] for openid in asked]
        return Response(json.dumps({"user_info_list": found}, ensure_ascii=False))

    def _error(self, request: Request) -> Response | None:
        if request.query_params.get("access_token") != f"token{self.tokens_given}":
            return JSONResponse({"errcode": 42001, "errmsg": "access_token expired"})
        return JSONResponse(self.answers.pop(0)) if self.answers else None
