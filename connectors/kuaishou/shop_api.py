"""The part of the shop's API 快手小店 that lists orders, and its access token."""

import json
import time
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.kuaishou.errors import GONE, check_result
from connectors.kuaishou.signatures import SignMethod, shop_sign
from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.tokens import Token, Tokens, refresh_tokens
from schemas.errors import Fatal

PAGE_ORDERS = 50

_METHOD = "open.order.cursor.list"
_SIGN_METHOD: SignMethod = "MD5"
_ALL_STATES = 1
_BY_UPDATE = 2
_TOKEN_SECONDS = 172_800


@dataclass(frozen=True, slots=True)
class ShopApi:
    """Calls for one shop. Its token is kept by `tokens` under `key`.

    Each renewal gives another refresh token; the one before is good for five minutes more.
    """

    base_url: str
    app_id: str
    app_secret: str = field(repr=False)
    sign_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    tokens: Tokens
    key: str
    limiter: AsyncLimiter

    async def orders(self, client: AsyncClient, begin: int, end: int, cursor: str) -> bytes:
        """A page of the orders that changed from `begin` to `end`, milliseconds, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        asked = {
            "beginTime": begin,
            "cursor": cursor,
            "endTime": end,
            "orderViewStatus": _ALL_STATES,
            "pageSize": PAGE_ORDERS,
            "queryType": _BY_UPDATE,
            "sort": 1,
        }
        url = f"{self.base_url}/{_METHOD.replace('.', '/')}"
        async for token in self.tokens.tries(self.key, lambda last: self._renew(client, last)):
            await self.limiter.acquire()
            query = self._signed(token, json.dumps(asked, sort_keys=True, separators=(",", ":")))
            response = await ask(client, "GET", url, params=query)
            result = Payload(parse_object(response.content)).required("result")
            if result not in GONE:
                check_result(result, _METHOD)
                return response.content
        raise Fatal(f"Kuaishou refuses a new access token for {_METHOD}")

    def _signed(self, token: str, param: str) -> dict[str, str]:
        parameters = {
            "access_token": token,
            "appkey": self.app_id,
            "method": _METHOD,
            "param": param,
            "signMethod": _SIGN_METHOD,
            "timestamp": str(int(time.time() * 1000)),
            "version": "1",
        }
        return parameters | {"sign": shop_sign(parameters, self.sign_secret, _SIGN_METHOD)}

    async def _renew(self, client: AsyncClient, last: Token | None) -> Token:
        """A new token by the refresh token that is held, or else by the configured one."""
        for refresh_token in refresh_tokens(last, self.refresh_token):
            form = {
                "grant_type": "refresh_token",
                "refresh_token": refresh_token,
                "app_id": self.app_id,
                "app_secret": self.app_secret,
            }
            response = await ask(client, "POST", f"{self.base_url}/oauth2/refresh_token", data=form)
            answer = Payload(parse_object(response.content))
            result = answer.required("result")
            if result not in GONE:
                check_result(result, "oauth2/refresh_token")
                return Token.lasting(
                    answer.required("access_token"),
                    float(answer.number("expires_in") or _TOKEN_SECONDS),
                    answer.required("refresh_token"),
                )
        raise Fatal("the shop's refresh token is over: have the shop authorize the app again")
