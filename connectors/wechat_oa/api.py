"""The part of WeChat's REST API that tells of followers."""

from collections.abc import Sequence

from httpx import AsyncClient

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.wechat.api import Api

MAX_BATCH = 100
"""Followers in one call of user/info/batchget."""


async def followers_after(api: Api, client: AsyncClient, after: str) -> tuple[str, ...]:
    """The openids that follow `after`, at most 10,000; the first ones after the empty text.

    Raises:
        Retry, Reject, Fatal: as `Poller.page`.
    """
    body = await api.call(client, "GET", "cgi-bin/user/get", params={"next_openid": after})
    return Payload(parse_object(body)).child("data").texts("openid")


async def user_infos(api: Api, client: AsyncClient, openids: Sequence[str]) -> bytes:
    """The answer of user/info/batchget for at most `MAX_BATCH` openids, as it came.

    Raises:
        Retry, Reject, Fatal: as `Poller.page`.
    """
    users = [{"openid": openid, "lang": "zh_CN"} for openid in openids]
    return await api.call(client, "POST", "cgi-bin/user/info/batchget", json={"user_list": users})
