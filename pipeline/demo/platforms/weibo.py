"""Weibo's end: the comments and posts that speak to the brand.

Source: open.weibo.com, `comments/to_me`, `comments/mentions`, `statuses/mentions`.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.demo import brand
from pipeline.demo.day import Day

MAX_PAGE_POSTS = 200

_EXPIRED = {"error": "expired_token", "error_code": 21327, "request": "/2"}

Post = dict[str, Any]


def routes(day: Day) -> list[Route]:
    """The paths under `/2`."""
    return [
        Route("/2/comments/to_me.json", _listing("comments", day.comments)),
        Route("/2/comments/mentions.json", _listing("comments", ())),
        Route("/2/statuses/mentions.json", _listing("statuses", day.mentions)),
    ]


def _listing(field: str, posts: Sequence[Post]) -> Callable[[Request], Awaitable[Response]]:
    async def listing(request: Request) -> Response:
        query = request.query_params
        if query.get("access_token") != brand.WEIBO_ACCESS_TOKEN:
            return JSONResponse(_EXPIRED, 403)
        since_id, max_id = int(query.get("since_id", 0)), int(query.get("max_id", 0))
        count = min(int(query.get("count", 50)), MAX_PAGE_POSTS)
        found = [
            post for post in posts if post["id"] > since_id and (not max_id or post["id"] <= max_id)
        ]
        return JSONResponse(
            {
                field: found[:count],
                "previous_cursor": 0,
                "next_cursor": found[count]["id"] if len(found) > count else 0,
                "total_number": len(posts),
            }
        )

    return listing
