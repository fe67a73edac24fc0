"""Calls of WeChat's REST API with an account's access token."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens
from schemas.errors import Fatal, Retry

_TOKEN_REFUSED = frozenset({"40001", "40014", "42001"})
_WAIT_SECONDS = {"-1": 5.0, "45009": 3600.0, "45011": 60.0}
"""errcode -> how long to leave it alone: system busy, daily quota spent, called too often."""
_REFUSED_WAIT_SECONDS = 60.0

_NEEDS_A_PERSON = {
    "40013": "the AppID is wrong",
    "40125": "the AppSecret is wrong",
    "40164": "this machine's address is not in the account's IP allow-list",
    "40243": "the AppSecret is frozen",
    "48001": "the account may not call this",
    "48004": "WeChat has forbidden the account to call this",
    "50004": "the account may not be used",
    "89503": "an administrator of the account has to confirm this machine's address",
}
"""errcode -> what is wrong. Any other error may pass by itself."""


@dataclass(slots=True)
class Api:
    """Calls of one account.

    The token is kept by `tokens` under `key`, the account's, and asked for again when WeChat
    refuses it. All callers share `limiter`.
    """

    base_url: str
    app_id: str
    app_secret: str = field(repr=False)
    tokens: Tokens
    key: str
    limiter: AsyncLimiter

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
        is_refused = False

        async def renew(_last: Token | None) -> Token:
            return await self._new_token(client, is_refused=is_refused)

        async for token in self.tokens.tries(self.key, renew):
            query = {"access_token": token, **(params or {})}
            async with self.limiter:
                response = await ask(
                    client, method, f"{self.base_url}/{path}", params=query, json=json
                )
            error = Payload(parse_object(response.content)).text("errcode")
            if error not in _TOKEN_REFUSED:
                _check(error, path)
                return response.content
            is_refused = True
        # Another program may have asked for one in the same moment, which ended ours.
        raise Retry(f"WeChat refuses a new access token for {path}", _REFUSED_WAIT_SECONDS)

    async def _new_token(self, client: AsyncClient, *, is_refused: bool) -> Token:
        """Asked for in the way that leaves tokens alone which other programs hold.

        Only where the one that they hold was refused, another takes its place.
        """
        body = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.app_secret,
            "force_refresh": is_refused,
        }
        async with self.limiter:
            response = await ask(client, "POST", f"{self.base_url}/cgi-bin/stable_token", json=body)
        answer = Payload(parse_object(response.content))
        _check(answer.text("errcode"), "stable_token")
        seconds = answer.number("expires_in") or 7200
        return Token.lasting(answer.required("access_token"), float(seconds))


def _check(error: str | None, name: str) -> None:
    if error in (None, "0"):
        return
    if error in _NEEDS_A_PERSON:
        raise Fatal(f"WeChat answered {error} to {name}: {_NEEDS_A_PERSON[error]}")
    raise Retry(f"WeChat answered {error} to {name}", _WAIT_SECONDS.get(error))
