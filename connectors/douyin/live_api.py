"""The part of the live platform's API that gives pushes which did not reach us."""

from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens
from schemas.errors import Fatal, Retry

PAGE_PUSHES = 100
"""The longest page."""

_EXPIRED = "40022"
_TROUBLE = "-1"
"""An error of the platform's own, which passes."""
_TOKEN_SECONDS = 7200
_REFUSED_WAIT_SECONDS = 60.0
"""Another program may have asked for a token in the same moment, which ended ours."""


@dataclass(frozen=True, slots=True)
class LiveApi:
    """Calls of one live app. Its token, the app's own, is kept by `tokens` under `key`."""

    live_url: str
    apps_url: str
    app_id: str
    app_secret: str = field(repr=False)
    tokens: Tokens
    key: str
    limiter: AsyncLimiter

    async def lost(
        self, client: AsyncClient, room_id: str, message_type: str, page: int
    ) -> Payload | None:
        """A page of a room's lost pushes, the first is 1; None where Douyin gives none.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        query = {
            "roomid": room_id,
            "appid": self.app_id,
            "msg_type": message_type,
            "page_num": str(page),
            "page_size": str(PAGE_PUSHES),
        }
        url = f"{self.live_url}/api/live_data/task/fail_data/get"
        async for token in self.tokens.tries(self.key, lambda _last: self._new_token(client)):
            await self.limiter.acquire()
            headers = {"access-token": token}
            response = await ask(client, "GET", url, params=query, headers=headers)
            answer = Payload(parse_object(response.content))
            code = answer.required("err_no")
            if code != _EXPIRED:
                # A room that is closed or has no task is an error, too.
                return answer.child("data") if code == "0" else None
        raise Retry("Douyin refuses a new access token for fail_data/get", _REFUSED_WAIT_SECONDS)

    async def _new_token(self, client: AsyncClient) -> Token:
        asked = {
            "appid": self.app_id,
            "secret": self.app_secret,
            "grant_type": "client_credential",
        }
        response = await ask(client, "POST", f"{self.apps_url}/api/apps/v2/token", json=asked)
        answer = Payload(parse_object(response.content))
        if (code := answer.required("err_no")) == _TROUBLE:
            raise Retry("Douyin is in trouble and gives no token for live rooms")
        if code != "0":
            raise Fatal(f"Douyin answered {code} to apps/v2/token: is the AppSecret right?")
        given = answer.child("data")
        seconds = float(given.number("expires_in") or _TOKEN_SECONDS)
        return Token.lasting(given.required("access_token"), seconds)
