"""Zhihu's end: the brand's contents, the comments on them, and the calls of a day.

Source: developer.zhihu.com, `user/contents`, `user/content_comments`, `quota`, as copied by several
clients.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CLOCK_SECONDS = 300

Item = dict[str, Any]
"""A comment with those that answer it: `{"Comment": {…}, "Children": […]}`."""


class ZhihuEnd:
    """Pages as Zhihu gives them, for one Access Secret; each page of comments costs a call.

    `errors` are codes that are given before anything else, but for the quota. Comments whose ids
    are `filtered` are left out of their page, which grows shorter. With `spent_meanwhile` somebody
    else takes the last call just before the next page of comments. `asked` are the contents and
    offsets that comments were asked for of.

    Args:
        contents: the brand's, by address: what the list says of each, besides its comments' count.
        comments: those on a content, by its address, in any order.
        daily_calls: how many pages of comments may be asked for.
    """

    def __init__(
        self,
        contents: Mapping[str, Item],
        comments: Mapping[str, Sequence[Item]],
        *,
        access_secret: str,
        daily_calls: int = 100,
    ) -> None:
        self.contents = dict(contents)
        self.comments = {url: list(items) for url, items in comments.items()}
        self.access_secret = access_secret
        self.calls_left = daily_calls
        self.errors: list[int] = []
        self.filtered: set[int] = set()
        self.spent_meanwhile = False
        self.asked: list[tuple[str, int]] = []
        self.routes = [
            Route("/api/v1/user/contents", self._contents),
            Route("/api/v1/user/content_comments", self._comments),
            Route("/api/v1/quota", self._quota),
        ]
        self.app = Starlette(routes=self.routes)

    async def _contents(self, request: Request) -> Response:
        if code := self._refusal(request):
            return _error(code)
        items = [
            {"Url": url, "CommentCount": self._count(url), **content}
            for url, content in reversed(self.contents.items())
        ]
        return _page(request, items)

    async def _comments(self, request: Request) -> Response:
        if code := self._refusal(request):
            return _error(code)
        url = request.query_params["ContentUrl"]
        self.asked.append((url, int(request.query_params["Offset"])))
        if self.spent_meanwhile:
            self.calls_left = 0
        if not self.calls_left:
            return _error(30001)
        self.calls_left -= 1
        if url not in self.comments:
            return _error(10001)
        newest_first = sorted(self.comments[url], key=lambda item: -item["Comment"]["CreatedAt"])
        return _page(request, newest_first, self.filtered)

    async def _quota(self, request: Request) -> Response:
        if self._is_stranger(request):
            return _error(20001)
        quota = {"APIID": "creator", "TotalQuota": 100, "RemainingQuota": self.calls_left}
        return JSONResponse({"Code": 0, "Message": "success", "Data": [quota]})

    def _count(self, url: str) -> int:
        return sum(1 + len(item.get("Children", ())) for item in self.comments.get(url, ()))

    def _refusal(self, request: Request) -> int | None:
        if self.errors:
            return self.errors.pop(0)
        return 20001 if self._is_stranger(request) else None

    def _is_stranger(self, request: Request) -> bool:
        timestamp = request.headers.get("x-request-timestamp", "")
        is_now = timestamp.isdecimal() and abs(time.time() - int(timestamp)) < CLOCK_SECONDS
        return not is_now or request.headers.get("authorization") != f"Bearer {self.access_secret}"


def _page(request: Request, items: Sequence[Item], filtered: Collection[int] = ()) -> Response:
    offset, limit = int(request.query_params["Offset"]), int(request.query_params["Limit"])
    after = offset + limit
    paging: dict[str, Any] = {"IsEnd": after >= len(items), "Totals": len(items)}
    paging |= {} if paging["IsEnd"] else {"NextOffset": after}
    shown = [
        item for item in items[offset:after] if item.get("Comment", {}).get("ID") not in filtered
    ]
    data = {"Items": shown, "Paging": paging}
    return JSONResponse({"Code": 0, "Message": "success", "Data": data})


def _error(code: int) -> Response:
    return JSONResponse({"Code": code, "Message": "refused", "Data": None})
