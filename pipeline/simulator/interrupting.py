"""A platform's end that is away, busy or out of its mind for a while."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

BUSY = Response("busy", 429, headers={"retry-after": "7"})
AWAY = Response("down for maintenance", 503)
NONSENSE = Response("<html>the login page of a proxy</html>", media_type="text/html")


class Interrupted:
    """An app whose next requests are answered with `troubles`, one each; then it is itself again.

    `asked` counts the requests.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.troubles: list[Response] = []
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: ASGIApp = self._app
        if scope["type"] == "http":
            self.asked += 1
            if self.troubles:
                answer = self.troubles.pop(0)
        await answer(scope, receive, send)
