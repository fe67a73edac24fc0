"""WeChat's end: access tokens, the list of followers, and what is known of each.

Source: developers.weixin.qq.com, `stable_token`, `user/get`, `user/info/batchget`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.demo import brand

PAGE_OPENIDS = 1000
"""WeChat itself lists 10,000 in a page."""

MAX_BATCH = 100

_WRONG_SECRET = {"errcode": 40125, "errmsg": "invalid appsecret"}
_WRONG_TOKEN = {"errcode": 40001, "errmsg": "invalid credential, access_token is invalid"}
_TOO_MANY = {"errcode": 40130, "errmsg": "invalid openid list size"}

Followers = Mapping[str, Sequence[Mapping[str, Any]]]
"""AppID -> what `user/info` says of each follower."""


def routes(followers: Followers) -> list[Route]:
    """The paths under `/cgi-bin`."""
    end = _WechatEnd(followers)
    return [
        Route("/cgi-bin/stable_token", end.token, methods=["POST"]),
        Route("/cgi-bin/user/get", end.openids),
        Route("/cgi-bin/user/info/batchget", end.user_infos, methods=["POST"]),
    ]


class _WechatEnd:
    def __init__(self, followers: Followers) -> None:
        self._infos = {
            _token(app_id): {info["openid"]: info for info in infos}
            for app_id, infos in followers.items()
        }

    async def token(self, request: Request) -> Response:
        asked = await request.json()
        if asked.get("secret") != brand.WECHAT_APP_SECRET:
            return JSONResponse(_WRONG_SECRET)
        return JSONResponse({"access_token": _token(asked["appid"]), "expires_in": 7200})

    async def openids(self, request: Request) -> Response:
        infos = self._infos.get(request.query_params["access_token"])
        if infos is None:
            return JSONResponse(_WRONG_TOKEN)
        every = sorted(infos)
        first = bisect_right(every, request.query_params.get("next_openid", ""))
        page = every[first : first + PAGE_OPENIDS]
        listed = {"data": {"openid": page}, "next_openid": page[-1]} if page else {}
        return JSONResponse({"total": len(every), "count": len(page)} | listed)

    async def user_infos(self, request: Request) -> Response:
        infos = self._infos.get(request.query_params["access_token"])
        if infos is None:
            return JSONResponse(_WRONG_TOKEN)
        asked = [user["openid"] for user in (await request.json())["user_list"]]
        if len(asked) > MAX_BATCH:
            return JSONResponse(_TOO_MANY)
        return JSONResponse({"user_info_list": [infos[openid] for openid in asked]})


def _token(app_id: str) -> str:
    return f"demo-token-{app_id}"
