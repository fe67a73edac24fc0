"""The brand account's access token, and the refresh token that has to be replaced in time."""

from dataclasses import dataclass, field

from httpx import AsyncClient

from connectors.douyin.errors import check_error, error_of
from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, refresh_tokens
from schemas.errors import Fatal, Retry

_ACCESS_SECONDS = 15 * 86400
_SPARE_SECONDS = 86400
_REFRESH_TOKEN_OVER = frozenset({"10010", "10007"})


@dataclass(frozen=True, slots=True)
class AccountToken:
    """Asks for the brand account's access token.

    An access token lives 15 days; asking for another leaves the refresh token as it is, which
    lives 30 days. Where it would not live until the next time it is replaced, as Douyin allows
    five times. After that, or when the account takes its authorization back, a person has to
    authorize the app again and give the new refresh token to the configuration.
    """

    base_url: str
    client_key: str
    refresh_token: str = field(repr=False)

    async def __call__(self, client: AsyncClient, last: Token | None) -> Token:
        """A new token by the refresh token that is held, or else by the configured one.

        Raises:
            Retry, Reject: as `Poller.page`.
            Fatal: when none of them holds any more.
        """
        for refresh_token in refresh_tokens(last, self.refresh_token):
            fields = {"grant_type": "refresh_token", "refresh_token": refresh_token}
            body, code = await self._post(client, "oauth/refresh_token/", fields)
            if code not in _REFRESH_TOKEN_OVER:
                check_error(code, "oauth/refresh_token")
                return await self._token(client, Payload(parse_object(body)).child("data"))
        raise Fatal("the refresh token is over: have the brand's account authorize the app again")

    async def _token(self, client: AsyncClient, given: Payload) -> Token:
        seconds = float(given.number("expires_in") or _ACCESS_SECONDS)
        refresh_token, left = given.required("refresh_token"), given.number("refresh_expires_in")
        if left is None or left < seconds + _SPARE_SECONDS:
            refresh_token = await self._replaced(client, refresh_token)
        return Token.lasting(given.required("access_token"), seconds, refresh_token)

    async def _replaced(self, client: AsyncClient, refresh_token: str) -> str:
        """Another refresh token; this one, good for a while, where Douyin gives no other."""
        try:
            fields = {"refresh_token": refresh_token}
            body, code = await self._post(client, "oauth/renew_refresh_token/", fields)
        except Retry:
            return refresh_token
        given = Payload(parse_object(body)).child("data") if code == "0" else Payload({})
        return given.text("refresh_token") or refresh_token

    async def _post(
        self, client: AsyncClient, path: str, fields: dict[str, str]
    ) -> tuple[bytes, str]:
        form = {"client_key": self.client_key, **fields}
        response = await ask(client, "POST", f"{self.base_url}/{path}", data=form)
        return response.content, error_of(response.content)
