"""The part of Acme's API that lists comments."""

from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient, Response

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens
from schemas.errors import Fatal, Reject

_REFUSED = 401


def _limiter() -> AsyncLimiter:
    return AsyncLimiter(max_rate=10, time_period=1)


@dataclass(frozen=True, slots=True)
class AcmeApi:
    """Calls for one of the brand's accounts, which share its token and its rate limit.

    Args:
        key: the account among all others, `Source.key`.
        base_url: where Acme answers.
        app_id: the brand's app.
        app_secret: the app's.
        tokens: where its token is kept.
    """

    key: str
    base_url: str
    app_id: str
    app_secret: str = field(repr=False)
    tokens: Tokens = field(repr=False)
    limiter: AsyncLimiter = field(default_factory=_limiter, repr=False)

    async def comments(self, client: AsyncClient, since: int) -> bytes:
        """Comments from the id `since` on, itself included, oldest first.

        Raises:
            Retry: when Acme is away or limits our calls.
            Reject: when it answers nonsense.
            Fatal: when it refuses the app.
        """
        async for token in self.tokens.tries(self.key, lambda _last: self._new_token(client)):
            response = await self._list(client, since, token)
            if response.is_success:
                return response.content
            if response.status_code != _REFUSED:
                raise Fatal(f"Acme answered {response.status_code}: authorize the app again")
        raise Fatal("Acme refuses a new token: authorize the app again")

    async def _list(self, client: AsyncClient, since: int, token: str) -> Response:
        async with self.limiter:
            return await ask(
                client,
                "GET",
                f"{self.base_url}/v1/comments",
                params={"since": str(since)},
                headers={"authorization": f"Bearer {token}"},
            )

    async def _new_token(self, client: AsyncClient) -> Token:
        credentials = {"app_id": self.app_id, "app_secret": self.app_secret}
        response = await ask(client, "POST", f"{self.base_url}/v1/token", json=credentials)
        if response.status_code == _REFUSED:
            raise Fatal("Acme refuses app_id and app_secret")
        answer = Payload(parse_object(response.content))
        seconds = answer.number("expires_in")
        if seconds is None:
            raise Reject("expires_in", "seconds")
        return Token.lasting(answer.required("access_token"), float(seconds))
