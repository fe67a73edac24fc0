"""A mini program's end: the reviews of its orders. And the brand's backend, which tells of logins.

Source: developers.weixin.qq.com, `mpcommentlist`. Its callbacks are
`pipeline.simulator.wechat.push`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator import backend
from pipeline.simulator.call import Call
from pipeline.simulator.wechat import AccessTokens

Reviews = Mapping[str, Sequence[Mapping[str, Any]]]
"""AppID -> its reviews."""


class WechatMiniprogramEnd:
    """Answers as api.weixin.qq.com does. `listed_by` is the time of a review that the list goes by,
    which is not documented.

    Args:
        reviews: of each mini program, each with a `createTime`.
        app_secrets: AppID -> AppSecret.
        max_reviews: how many it lists in a page, however many are asked for.
        states_total: whether it says how many there are, as its documentation has it and its
            example has not.
    """

    def __init__(
        self,
        reviews: Reviews,
        app_secrets: Mapping[str, str],
        *,
        max_reviews: int = 20,
        states_total: bool = True,
    ) -> None:
        self.tokens = AccessTokens(app_secrets)
        self.reviews = {app_id: list(each) for app_id, each in reviews.items()}
        self.listed_by = "createTime"
        self._max_reviews = max_reviews
        self._states_total = states_total
        self.routes = [
            self.tokens.route,
            Route("/wxaapi/comment/mpcommentlist/get", self._list),
        ]
        self.app = Starlette(routes=self.routes)

    async def _list(self, request: Request) -> Response:
        if refusal := self.tokens.refusal(request):
            return refusal
        query = request.query_params
        found = [
            review
            for review in self.reviews[self.tokens.app_id(request)]
            if int(query["startTime"]) <= int(review[self.listed_by]) <= int(query["endTime"])
        ]
        offset = int(query.get("offset", 0))
        count = min(int(query.get("limit", 8)), self._max_reviews)
        page = found[offset : offset + count]
        total = {"offset": offset, "total": len(found)} if self._states_total else {}
        return JSONResponse({"errcode": 0, "success": True, "commentList": page, **total})


def login(secret: str, body: Mapping[str, Any]) -> Call:
    """The backend's call that tells of a login."""
    return backend.login(secret, json.dumps(body, ensure_ascii=False).encode())
