"""Acme's side: tokens that expire, and a list whose pages begin with the id asked for."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.simulator.tokens import IssuedTokens


class AcmeEnd:
    """Answers for one app.

    Args:
        comments: what is listed; `id` grows with time.
        app_secret: the app's.
        page_comments: the longest page.
    """

    def __init__(
        self, comments: Sequence[dict[str, Any]], *, app_secret: str, page_comments: int = 50
    ) -> None:
        self.tokens = IssuedTokens()
        self._comments = sorted(comments, key=lambda comment: comment["id"])
        self._app_secret = app_secret
        self._page_comments = page_comments
        self.app = Starlette(
            routes=[
                Route("/v1/token", self._token, methods=["POST"]),
                Route("/v1/comments", self._list),
            ]
        )

    async def _token(self, request: Request) -> Response:
        if (await request.json()).get("app_secret") != self._app_secret:
            return JSONResponse({"error": "wrong_secret"}, 401)
        token = self.tokens.issue()
        return JSONResponse({"access_token": token, "expires_in": self.tokens.seconds})

    async def _list(self, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not self.tokens.is_good(token):
            return JSONResponse({"error": "expired_token"}, 401)
        since = int(request.query_params.get("since", 0))
        found = [comment for comment in self._comments if comment["id"] >= since]
        page = found[: self._page_comments]
        return JSONResponse({"comments": page, "has_more": len(found) > len(page)})
