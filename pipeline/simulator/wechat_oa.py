"""An Official Account's end: the list of followers, and what is known of each.

Source: developers.weixin.qq.com, `user/get`, `user/info/batchget`. Its callbacks are
`pipeline.simulator.wechat.push`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.wechat import AccessTokens

MAX_BATCH = 100

_TOO_MANY = {"errcode": 40130, "errmsg": "invalid openid list size"}

Followers = Mapping[str, Sequence[Mapping[str, Any]]]
"""AppID -> what `user/info` says of each follower."""


class WechatOaEnd:
    """Answers as api.weixin.qq.com does. `batches` are the sizes of those that were asked for.

    Args:
        followers: of each account.
        app_secrets: AppID -> AppSecret.
        page_openids: how many openids it lists in a page; WeChat lists 10,000.
    """

    def __init__(
        self, followers: Followers, app_secrets: Mapping[str, str], page_openids: int = 10_000
    ) -> None:
        self.tokens = AccessTokens(app_secrets)
        self.batches: list[int] = []
        self.infos = {
            app_id: {info["openid"]: info for info in infos} for app_id, infos in followers.items()
        }
        self._page_openids = page_openids
        self.routes = [
            self.tokens.route,
            Route("/cgi-bin/user/get", self._openids),
            Route("/cgi-bin/user/info/batchget", self._user_infos, methods=["POST"]),
        ]
        self.app = Starlette(routes=self.routes)

    async def _openids(self, request: Request) -> Response:
        if refusal := self.tokens.refusal(request):
            return refusal
        every = sorted(self.infos[self.tokens.app_id(request)])
        first = bisect_right(every, request.query_params.get("next_openid", ""))
        page = every[first : first + self._page_openids]
        # The first openid is empty in the documentation's example.
        listed = {"data": {"openid": ["", *page]}} if page else {}
        last = page[-1] if page else ""
        return JSONResponse(
            {"total": len(every), "count": len(page), "next_openid": last, **listed}
        )

    async def _user_infos(self, request: Request) -> Response:
        if refusal := self.tokens.refusal(request):
            return refusal
        asked = [user["openid"] for user in (await request.json())["user_list"]]
        self.batches.append(len(asked))
        if len(asked) > MAX_BATCH:
            return JSONResponse(_TOO_MANY)
        infos = self.infos[self.tokens.app_id(request)]
        return JSONResponse({"user_info_list": [infos[openid] for openid in asked]})
