"""The shop's gateway, with its access token."""

import time
from dataclasses import dataclass, field
from typing import Any

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.times import from_epoch
from connectors.sdk.tokens import Token, Tokens, refresh_tokens
from connectors.xiaohongshu.signing import VERSION, request_sign
from schemas.errors import Fatal, Retry

PAGE = 100
"""The longest page of orders."""

_GATEWAY = "/ark/open_api/v3/common_controller"
_LIMITED_WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class XiaohongshuApi:
    """Calls of one app for one shop.

    Each renewal of the token takes another refresh token; `refresh_token` is the first one, which
    the shop's authorization gave.
    """

    base_url: str
    app_id: str
    account: str
    tokens: Tokens = field(repr=False)
    limiter: AsyncLimiter = field(repr=False)
    app_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)

    async def call(self, client: AsyncClient, method: str, **parameters: object) -> bytes:
        """The answer of a method, as it came.

        Raises:
            Retry: when the platform is away or busy, or gives an error that may pass.
            Fatal: when it refuses a new token too, or our signature.
        """
        async for token in self.tokens.tries(self.account, lambda last: self._renew(client, last)):
            body = await self._ask(client, method, {"accessToken": token, **parameters})
            answer = Payload(parse_object(body))
            if answer.text("success") == "true":
                return body
            if not _is_about(answer, "token"):
                raise _trouble(answer, method)
        raise Fatal("Xiaohongshu refuses a new token: authorize again")

    async def _renew(self, client: AsyncClient, last: Token | None) -> Token:
        method, code = "oauth.refreshToken", ""
        for refresh_token in refresh_tokens(last, self.refresh_token):
            body = await self._ask(client, method, {"refreshToken": refresh_token})
            answer = Payload(parse_object(body))
            if answer.text("success") == "true":
                return token_of(answer.child("data"))
            if not _is_about(answer, "token"):
                raise _trouble(answer, method)
            code = _code(answer)
        raise Fatal(f"Xiaohongshu gives no new token ({code}): authorize again")

    async def _ask(self, client: AsyncClient, method: str, parameters: dict[str, Any]) -> bytes:
        timestamp = str(int(time.time()))
        form = {
            "method": method,
            "appId": self.app_id,
            "timestamp": timestamp,
            "version": VERSION,
            "sign": request_sign(method, self.app_id, timestamp, self.app_secret),
            **parameters,
        }
        async with self.limiter:
            response = await ask(client, "POST", f"{self.base_url}{_GATEWAY}", json=form)
        return response.content


def token_of(given: Payload) -> Token:
    """The token in the `data` of an answer.

    Raises:
        Reject: when there is none.
    """
    expires_at = given.text("accessTokenExpiresAt")
    return Token(
        given.required("accessToken"),
        from_epoch(expires_at, "accessTokenExpiresAt") if expires_at else None,
        given.text("refreshToken"),
    )


def _is_about(answer: Payload, what: str) -> bool:
    """Errors are told apart by their message: their codes are documented nowhere that we know."""
    return what in (answer.text("error_msg") or "").lower()


def _trouble(answer: Payload, method: str) -> Retry | Fatal:
    if _is_about(answer, "sign"):
        return Fatal(f"Xiaohongshu refuses our signature ({_code(answer)})")
    if _is_about(answer, "limit"):
        return Retry(f"Xiaohongshu limits {method}", _LIMITED_WAIT_SECONDS)
    return Retry(f"Xiaohongshu answered {_code(answer)} to {method}")


def _code(answer: Payload) -> str:
    return answer.text("error_code") or "no code"
