"""Calls of the family's REST APIs with an access token, and the token of WeChat's own."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens
from schemas.errors import Fatal, Retry

_TOKEN_REFUSED = frozenset({"40001", "40014", "42001"})
_WAIT_SECONDS = {"-1": 5.0, "45009": 3600.0, "45011": 60.0, "45033": 60.0}
"""errcode -> how long to leave it alone: system busy, quota spent, called too often."""

AskToken = Callable[[AsyncClient, bool], Awaitable[Token]]
"""Asks for an access token; with True for another than the one before, which was refused.

Raises `Retry`, `Reject` or `Fatal`, as `Poller.page` does.
"""


@dataclass(slots=True)
class Api:
    """Calls of one account.

    The token is kept by `tokens` under `key`, the account's, and asked for again when the platform
    refuses it. All callers share `limiter`.
    """

    base_url: str
    key: str
    tokens: Tokens
    ask_token: AskToken
    limiter: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(10, 1))

    async def call(
        self,
        client: AsyncClient,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
    ) -> bytes:
        """The answer to one call, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        refused: str | None = None
        for _ in range(2):
            token = await self._token(client, refused)
            await self.limiter.acquire()
            query = {"access_token": token, **(params or {})}
            url = f"{self.base_url}/{path}"
            response = await ask(client, method, url, params=query, json=json)
            error = Payload(parse_object(response.content)).text("errcode")
            if error not in _TOKEN_REFUSED:
                check_error(error, path)
                return response.content
            refused = token
        raise Fatal(f"WeChat refuses a new access token for {path}")

    async def _token(self, client: AsyncClient, refused: str | None) -> str:
        async def renew(_last: Token | None) -> Token:
            return await self.ask_token(client, refused is not None)

        return await self.tokens.get(self.key, renew, refused=refused)


@dataclass(frozen=True, slots=True)
class StableToken:
    """Asks for a token in the way that leaves tokens alone which other programs hold."""

    base_url: str
    app_id: str
    app_secret: str = field(repr=False)

    async def __call__(self, client: AsyncClient, other: bool) -> Token:  # noqa: FBT001 (AskToken)
        """See `AskToken`."""
        body: dict[str, Any] = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.app_secret,
            "force_refresh": other,
        }
        response = await ask(client, "POST", f"{self.base_url}/cgi-bin/stable_token", json=body)
        answer = Payload(parse_object(response.content))
        check_error(answer.text("errcode"), "stable_token")
        seconds = answer.number("expires_in") or 7200
        return Token.lasting(answer.required("access_token"), float(seconds))


def check_error(code: str | None, name: str) -> None:
    """Raise what an `errcode` asks for.

    Raises:
        Retry: when the platform is busy or the quota spent.
        Fatal: for any other error.
    """
    if code in (None, "0"):
        return
    if code in _WAIT_SECONDS:
        raise Retry(f"WeChat answered {code} to {name}", _WAIT_SECONDS[code])
    raise Fatal(f"WeChat answered {code} to {name}")
