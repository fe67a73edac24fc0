"""Weibo's end: the fans service's callbacks, and the lists of what is said to the brand.

Source: open.weibo.com, fans service; `comments/to_me`, `comments/mentions`, `statuses/mentions`.
"""

import hashlib
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.call import Call

MAX_PAGE_POSTS = 200
EXPIRED = 21327

Post = dict[str, Any]
"""A post or comment as the lists show it; `id` grows with time."""


class WeiboEnd:
    """Lists with `since_id` exclusive and `max_id` inclusive, for one access token.

    `errors` are given before anything else, `asked` are the ids that were asked for.

    Args:
        comments: those under the brand's posts.
        comment_mentions: those that name the brand elsewhere.
        status_mentions: posts that name it.
        access_token: the one that has not expired.
        max_posts: the longest page.
    """

    def __init__(
        self,
        comments: Sequence[Post] = (),
        comment_mentions: Sequence[Post] = (),
        status_mentions: Sequence[Post] = (),
        *,
        access_token: str,
        max_posts: int = MAX_PAGE_POSTS,
    ) -> None:
        self.comments = list(comments)
        self.access_token = access_token
        self.max_posts = max_posts
        self.errors: list[int] = []
        self.asked: list[dict[str, str]] = []
        mentions = list(comment_mentions), list(status_mentions)
        self.routes = [
            Route("/2/comments/to_me.json", self._list("comments", lambda: self.comments)),
            Route("/2/comments/mentions.json", self._list("comments", lambda: mentions[0])),
            Route("/2/statuses/mentions.json", self._list("statuses", lambda: mentions[1])),
        ]
        self.app = Starlette(routes=self.routes)

    def _list(
        self, field: str, posts: Callable[[], list[Post]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            query = request.query_params
            self.asked.append({name: query[name] for name in query if name.endswith("_id")})
            if self.errors:
                return _error(self.errors.pop(0))
            if query.get("access_token") != self.access_token:
                return _error(EXPIRED)
            since, below = int(query.get("since_id", 0)), int(query.get("max_id", 0))
            found = [
                post
                for post in sorted(posts(), key=lambda post: -post["id"])
                if post["id"] > since and (not below or post["id"] <= below)
            ]
            count = min(int(query.get("count", 50)), self.max_posts)
            return JSONResponse(
                {
                    field: found[:count],
                    "previous_cursor": 0,
                    "next_cursor": found[count]["id"] if len(found) > count else 0,
                    "total_number": len(found),
                }
            )

        return answer


def push(app_secret: str, body: bytes, *, now: float | None = None) -> Call:
    """A callback of the fans service, signed at `now` (seconds since 1970)."""
    timestamp = str(int((time.time() if now is None else now) * 1000))
    nonce = str(secrets.randbelow(10**9))
    joined = "".join(sorted([app_secret, timestamp, nonce]))
    signature = hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()
    return Call(query={"signature": signature, "timestamp": timestamp, "nonce": nonce}, body=body)


def _error(code: int) -> Response:
    error = {"error": "expired_token" if code == EXPIRED else "x", "error_code": code}
    return JSONResponse(error | {"request": "/2"}, 403)
