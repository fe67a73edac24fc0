"""The part of WeChat's REST API that tells of followers, with its access token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Fatal, Retry

MAX_BATCH = 100
"""Followers in one call of user/info/batchget."""

_TOKEN_REFUSED = frozenset({"40001", "40014", "42001"})
_WAIT_SECONDS = {"-1": 5.0, "45009": 3600.0, "45011": 60.0}
"""errcode -> how long to leave it alone: system busy, daily quota spent, called too often."""


@dataclass(slots=True)
class WechatApi:
    """Calls of one Official Account.

    The token is kept and renewed when WeChat refuses it. It is asked for in the way
    (`stable_token`) that leaves tokens alone which other programs hold.
    """

    base_url: str
    app_id: str
    app_secret: str = field(repr=False)
    _token: str | None = field(default=None, repr=False)

    async def followers(self, client: AsyncClient, after: str) -> tuple[str, ...]:
        """The openids that follow `after`, at most 10,000; the first ones after the empty text.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        body = await self._call(client, "GET", "user/get", params={"next_openid": after})
        openids = Payload(parse_object(body)).child("data").content.get("openid") or []
        return tuple(str(openid) for openid in openids)

    async def user_infos(self, client: AsyncClient, openids: Sequence[str]) -> bytes:
        """The answer of user/info/batchget for at most `MAX_BATCH` openids, as it came.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        users = [{"openid": openid, "lang": "zh_CN"} for openid in openids]
        return await self._call(client, "POST", "user/info/batchget", json={"user_list": users})

    async def _call(
        self,
        client: AsyncClient,
        method: str,
        name: str,
        params: Mapping[str, str] | None = None,
        json: object = None,
    ) -> bytes:
        for renew in (False, True):
            token = await self._access_token(client, renew=renew)
            query = {"access_token": token, **(params or {})}
            url = f"{self.base_url}/cgi-bin/{name}"
            response = await ask(client, method, url, params=query, json=json)
            error = Payload(parse_object(response.content)).text("errcode")
            if error not in _TOKEN_REFUSED:
                _check(error, name)
                return response.content
        raise Fatal(f"WeChat refuses a new access token for {name}")

    async def _access_token(self, client: AsyncClient, *, renew: bool) -> str:
        if self._token is None or renew:
            body: dict[str, Any] = {
                "grant_type": "client_credential",
                "appid": self.app_id,
                "secret": self.app_secret,
                "force_refresh": renew and self._token is not None,
            }
            url = f"{self.base_url}/cgi-bin/stable_token"
            response = await ask(client, "POST", url, json=body)
            answer = Payload(parse_object(response.content))
            _check(answer.text("errcode"), "stable_token")
            self._token = answer.required("access_token")
        return self._token


def _check(error: str | None, name: str) -> None:
    if error in (None, "0"):
        return
    if error in _WAIT_SECONDS:
        raise Retry(f"WeChat answered {error} to {name}", _WAIT_SECONDS[error])
    raise Fatal(f"WeChat answered {error} to {name}")
