"""WeCom's REST API, with its access token and its limits."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

import structlog
from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.asking import NotGiven, ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens
from schemas.errors import Fatal, Retry

log = structlog.get_logger()

CALLS_PER_SECOND = 20
"""WeCom allows a corporation 10,000 calls of one kind a minute, from all of its programs."""

_TOKEN_REFUSED = frozenset({"40014", "42001"})
_WAIT_SECONDS = {"-1": 5.0, "45009": 60.0, "45033": 10.0}
"""errcode -> how long to leave it alone: system busy, called too often, too many at once."""
_REFUSED_WAIT_SECONDS = 60.0

_NEEDS_A_PERSON = {
    "40001": "the secret is wrong",
    "40013": "the CorpID is wrong",
    "40056": "the app is not known",
    "41002": "the CorpID is missing",
    "48002": "the app may not call this; list it among the apps that may",
    "60020": "this machine's address is not among the app's trusted ones",
    "60030": "the app's page of permissions does not name this",
}
"""errcode -> what is wrong, whatever was asked for."""

GONE = {
    "40003": "no such staff member",
    "40031": "no such staff member",
    "60111": "no such staff member",
    "610004": "not a staff member who has customers",
    "40096": "no such customer",
    "84061": "no staff member has the customer, or the staff member none",
    "40050": "no such group",
    "86001": "no such group",
    "86003": "no such group",
    "90501": "not a group of customers",
}
"""errcode -> what was asked for is not there. Of WeCom's list of all error codes, 90313; any other
error may pass by itself."""


@dataclass(slots=True)
class WecomApi:
    """Calls with the secret of one app. The token is kept among `tokens` under `key`."""

    base_url: str
    corp_id: str
    secret: str = field(repr=False)
    tokens: Tokens
    key: str
    limiter: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(CALLS_PER_SECOND, 1))

    async def get(
        self, client: AsyncClient, name: str, params: Mapping[str, str] | None = None
    ) -> bytes:
        """The answer of a call, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        body, error = await self._call(client, "GET", name, params=params)
        _check(error, name)
        return body

    async def post(self, client: AsyncClient, name: str, json: object) -> bytes:
        """The answer of a call, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        body, error = await self._call(client, "POST", name, json=json)
        _check(error, name)
        return body

    async def one(
        self,
        client: AsyncClient,
        name: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Mapping[str, object] | None = None,
        gone: Container[str] = GONE,
    ) -> bytes | None:
        """What is known of one person or group; None where it has gone, as an error of `gone` says.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`; `NotGiven` for an error that is not known.
        """
        try:
            if json is None:
                return await self.get(client, name, params)
            return await self.post(client, name, json)
        except NotGiven as error:
            if error.code not in gone:
                raise
            log.info("gone", call=name, error=error.code)
            return None

    async def _call(
        self,
        client: AsyncClient,
        method: str,
        name: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
    ) -> tuple[bytes, str]:
        """The answer and its errcode, after a refused token was renewed once."""
        async for token in self.tokens.tries(self.key, lambda _last: self._new_token(client)):
            query = {"access_token": token, **(params or {})}
            async with self.limiter:
                response = await ask(
                    client, method, f"{self.base_url}/cgi-bin/{name}", params=query, json=json
                )
            error = Payload(parse_object(response.content)).text("errcode") or "0"
            if error not in _TOKEN_REFUSED:
                return response.content, error
        # Another program may have asked for one in the same moment, which ended ours.
        raise Retry(f"WeCom refuses a new access token for {name}", _REFUSED_WAIT_SECONDS)

    async def _new_token(self, client: AsyncClient) -> Token:
        query = {"corpid": self.corp_id, "corpsecret": self.secret}
        async with self.limiter:
            response = await ask(client, "GET", f"{self.base_url}/cgi-bin/gettoken", params=query)
        return token_of(response.content)


def token_of(body: bytes) -> Token:
    """The token in an answer of `gettoken`.

    Raises:
        Retry, Reject, Fatal: as `Poller.page`.
    """
    answer = Payload(parse_object(body))
    _check(answer.text("errcode") or "0", "gettoken")
    seconds = answer.number("expires_in")
    return Token.lasting(answer.required("access_token"), float(seconds or 7200))


def _check(error: str, name: str) -> None:
    if error == "0":
        return
    if error in _NEEDS_A_PERSON:
        raise Fatal(f"WeCom answered {error} to {name}: {_NEEDS_A_PERSON[error]}")
    if error in _WAIT_SECONDS:
        raise Retry(f"WeCom answered {error} to {name}", _WAIT_SECONDS[error])
    raise NotGiven(error, f"WeCom answered {error} to {name}")
