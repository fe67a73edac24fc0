"""The part of developer.meituan.com that lists the reviews of shops, with its access token."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.meituan.signing import sha1_sign
from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens, refresh_tokens
from schemas.errors import Fatal, Retry

PAGE = 50
"""The longest page of reviews."""

_BUSINESS = "58"
_TOKEN_SECONDS = 30 * 24 * 3600
_TOKEN_REFUSED = frozenset({"401", "403"})
_REFRESH_TOKEN_OVER = frozenset({"400", *_TOKEN_REFUSED})
_SUCCESS = frozenset({"0", "200"})


@dataclass(frozen=True, slots=True)
class DianpingApi:
    """Calls for one brand that authorized a developer.

    Each renewal of the token takes another refresh token; `refresh_token` is the first one, which
    the brand's authorization gave.
    """

    base_url: str
    developer_id: str
    account: str
    tokens: Tokens = field(repr=False)
    limiter: AsyncLimiter = field(repr=False)
    sign_key: str = field(repr=False)
    refresh_token: str = field(repr=False)

    async def reviews(self, client: AsyncClient, query: Mapping[str, str]) -> bytes:
        """The answer of queryshopreview, as it came.

        Raises:
            Retry: when the platform is away or busy, or gives an error that may pass.
            Fatal: when it refuses a new token too.
        """
        biz = json.dumps(query, separators=(",", ":"))
        async for token in self.tokens.tries(self.account, lambda last: self._renew(client, last)):
            body = await self._call(
                client, "/ddzh/ugc/queryshopreview", {"appAuthToken": token, "biz": biz}
            )
            code = Payload(parse_object(body)).text("code")
            if code in _SUCCESS:
                return body
            if code not in _TOKEN_REFUSED:
                raise Retry(f"Dianping answered {code} to queryshopreview")
        raise Fatal("Dianping refuses a new token: authorize again")

    async def _renew(self, client: AsyncClient, last: Token | None) -> Token:
        """A new token. The code for a refresh token that is over is not documented."""
        code = None
        for refresh_token in refresh_tokens(last, self.refresh_token):
            body = await self._call(
                client,
                "/oauth/refresh",
                {"grantType": "refresh_token", "refreshToken": refresh_token, "scope": "all"},
            )
            answer = Payload(parse_object(body))
            code = answer.text("code")
            if code in _SUCCESS:
                given = answer.child("data")
                seconds = float(given.number("expireIn") or _TOKEN_SECONDS)
                return Token.lasting(
                    given.required("accessToken"), seconds, given.text("refreshToken")
                )
        said = f"Dianping gives no new token ({code})"
        if code in _REFRESH_TOKEN_OVER:
            raise Fatal(f"{said}: authorize again")
        raise Retry(f"{said}: should that go on, authorize again")

    async def _call(self, client: AsyncClient, path: str, parameters: Mapping[str, str]) -> bytes:
        form = {
            "developerId": self.developer_id,
            "businessId": _BUSINESS,
            "timestamp": str(int(time.time())),
            "charset": "utf-8",
            "version": "2",
            **parameters,
        }
        form["sign"] = sha1_sign(form, self.sign_key)
        async with self.limiter:
            response = await ask(client, "POST", f"{self.base_url}{path}", data=form)
        return response.content
