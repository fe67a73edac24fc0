"""A platform's end that is away, busy or out of its mind for a while."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

BUSY_SECONDS = 7
BUSY = Response("busy", 429, headers={"retry-after": str(BUSY_SECONDS)})
AWAY = Response("down for maintenance", 503)
NONSENSE = Response("<html>the login page of a proxy</html>", media_type="text/html")


class Interrupted:
    """An app whose next requests are answered with `troubles`, one each; then it is itself again.

    None among them stands for its own answer. `asked` counts the requests.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.troubles: list[Response | None] = []
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: ASGIApp = self._app
        if scope["type"] == "http":
            self.asked += 1
            if self.troubles:
                answer = self.troubles.pop(0) or self._app
        await answer(scope, receive, send)
