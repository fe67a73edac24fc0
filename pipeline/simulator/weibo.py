"""Weibo's end of the lists: since_id exclusive, max_id inclusive, limits, expiring tokens."""

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def post(number: int, uid: int = 2700000001) -> dict[str, Any]:
    """A post as the lists show it."""
    return {
        "created_at": "Thu Jan 01 12:05:31 +0800 2026",
        "id": 5120000000000000 + number,
        "idstr": str(5120000000000000 + number),
        "text": f"hello {number}",
        "user": {"id": uid, "idstr": str(uid), "screen_name": "x"},
    }


class WeiboEnd:
    """Answers for `comments/to_me`; for other lists the token has expired.

    `errors` are given first; `max_posts` is the longest page.
    """

    def __init__(self, posts: list[dict[str, Any]], max_posts: int = 200) -> None:
        self.posts = posts
        self.max_posts = max_posts
        self.errors: list[int] = []
        self.asked: list[dict[str, str]] = []
        self.app = Starlette(
            routes=[
                Route("/2/comments/to_me.json", self._list),
                Route("/2/{other:path}", self._expired),
            ]
        )

    async def _expired(self, _request: Request) -> Response:
        return JSONResponse({"error": "expired_token", "error_code": 21327}, status_code=403)

    async def _list(self, request: Request) -> Response:
        query = request.query_params
        self.asked.append({name: query[name] for name in query if name.endswith("_id")})
        if self.errors:
            error = {"error": "x", "error_code": self.errors.pop(0), "request": "/2"}
            return JSONResponse(error, status_code=403)
        since, below = int(query.get("since_id", 0)), int(query.get("max_id", 0))
        found = [
            post
            for post in sorted(self.posts, key=lambda post: -post["id"])
            if post["id"] > since and (not below or post["id"] <= below)
        ]
        count = min(int(query["count"]), self.max_posts)
        return JSONResponse({"comments": found[:count], "total_number": len(found)})
