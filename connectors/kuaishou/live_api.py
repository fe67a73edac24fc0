"""The part of the live API that has a room's events pushed to us, and the app's own token."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.kuaishou.errors import GONE, check_known, check_result
from connectors.kuaishou.signatures import task_sign
from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens
from schemas.errors import Retry

_TOKEN_SECONDS = 172_800
_REFUSED_WAIT_SECONDS = 60.0
"""Another program may have asked for a token in the same moment, which ended ours."""
_IS_PUSHED = "1"


@dataclass(frozen=True, slots=True)
class LiveApi:
    """Calls of one app. Its token is kept by `tokens` under `key`."""

    base_url: str
    app_id: str
    app_secret: str = field(repr=False)
    tokens: Tokens
    key: str
    limiter: AsyncLimiter

    async def is_pushed(self, client: AsyncClient, room_code: str) -> bool:
        """Whether what happens in the room is pushed to us now.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        answer = await self._call(client, "status", {"roomCode": room_code})
        return answer.text("taskStatus") == _IS_PUSHED

    async def start(self, client: AsyncClient, room_code: str) -> bool:
        """Have it pushed from now on; False where the room takes no task, as when nobody is live.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        round_id = str(int(time.time()))
        answer = await self._call(client, "start", {"roomCode": room_code, "roundId": round_id})
        return answer.text("result") == "1"

    async def _call(self, client: AsyncClient, name: str, parameters: Mapping[str, str]) -> Payload:
        url = f"{self.base_url}/openapi/developer/live/data/task/{name}"
        async for token in self.tokens.tries(self.key, lambda _last: self._new_token(client)):
            await self.limiter.acquire()
            now = int(time.time() * 1000)
            signed = {**parameters, "timestamp": str(now), "app_id": self.app_id}
            sign = task_sign(signed, self.app_secret)
            response = await ask(
                client,
                "POST",
                url,
                params={"app_id": self.app_id, "access_token": token},
                json={**parameters, "timestamp": now, "sign": sign},
            )
            answer = Payload(parse_object(response.content))
            result = answer.required("result")
            if result not in GONE:
                check_known(result, f"live/data/task/{name}")
                return answer
        raise Retry(
            f"Kuaishou refuses a new access token for live/data/task/{name}", _REFUSED_WAIT_SECONDS
        )

    async def _new_token(self, client: AsyncClient) -> Token:
        form = {
            "grant_type": "client_credentials",
            "app_id": self.app_id,
            "app_secret": self.app_secret,
        }
        response = await ask(client, "POST", f"{self.base_url}/oauth2/access_token", data=form)
        answer = Payload(parse_object(response.content))
        check_result(answer.required("result"), "oauth2/access_token")
        seconds = float(answer.number("expires_in") or _TOKEN_SECONDS)
        return Token.lasting(answer.required("access_token"), seconds)
