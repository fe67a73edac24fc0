"""The part of Zhihu's interface that lists the brand's contents and the comments on them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.zhihu.budget import seconds_left_today
from schemas.errors import Fatal, Retry

CREATOR = "creator"
"""The quota that comments count for."""

PAGE = 50
"""The longest page."""

_GONE = "10001"
_LIMITED = "30001"
_LIMITED_WAIT_SECONDS = 60.0
_RISK_WAIT_SECONDS = 3600.0
_UNKNOWN_WAIT_SECONDS = 3600.0
"""After an error that is not known: it may pass, and each try costs one of the day's calls."""


@dataclass(frozen=True, slots=True)
class ZhihuApi:
    """Calls with the Access Secret of the brand's account."""

    base_url: str
    access_secret: str = field(repr=False)

    async def contents(self, client: AsyncClient, offset: int) -> bytes:
        """A page of the brand's contents, newest first.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        query = {"ContentType": "all", "Offset": str(offset), "Limit": str(PAGE)}
        body, code = await self._call(client, "user/contents", query)
        _check(code, "user/contents")
        return body

    async def comments(self, client: AsyncClient, url: str, offset: int) -> bytes | None:
        """A page of the comments on a content, newest first; None when it is there no more.

        Raises:
            Retry: also when the day's calls are spent, with the time until they are given anew.
            Reject, Fatal: as `Poller.page`.
        """
        query = {"ContentUrl": url, "Offset": str(offset), "Limit": str(PAGE), "Order": "reverse"}
        body, code = await self._call(client, "user/content_comments", query)
        if code == _GONE:
            return None
        if code == _LIMITED and (await self.quotas_left(client)).get(CREATOR) == 0:
            raise Retry("Zhihu's calls of today are spent", seconds_left_today(datetime.now(UTC)))
        _check(code, "user/content_comments")
        return body

    async def quotas_left(self, client: AsyncClient) -> dict[str, int]:
        """How many calls are left today, by quota. Asking costs none.

        Raises:
            Retry, Reject, Fatal: as `Poller.page`.
        """
        body, code = await self._call(client, "quota", {})
        _check(code, "quota")
        quotas = Payload(parse_object(body)).children("Data")
        return {
            quota.required("APIID"): int(quota.number("RemainingQuota") or 0) for quota in quotas
        }

    async def _call(
        self, client: AsyncClient, name: str, query: Mapping[str, str]
    ) -> tuple[bytes, str]:
        """The answer as it came, and its code."""
        headers = {
            "Authorization": f"Bearer {self.access_secret}",
            "X-Request-Timestamp": str(int(time.time())),
        }
        url = f"{self.base_url}/api/v1/{name}"
        response = await ask(client, "GET", url, params=query, headers=headers)
        return response.content, Payload(parse_object(response.content)).required("Code")


def _check(code: str, name: str) -> None:
    match code:
        case "0":
            return
        case "30001":
            raise Retry(f"Zhihu limits {name}", _LIMITED_WAIT_SECONDS)
        case "30003":
            raise Retry(f"Zhihu's risk control refuses {name}", _RISK_WAIT_SECONDS)
        case "20001":
            raise Fatal("the Access Secret is wrong or has been withdrawn")
        case "30002":
            raise Fatal(f"the calls of {name} that Zhihu granted in all are spent")
        case "90001":
            raise Retry(f"Zhihu answered {code} to {name}")
        case _:
            raise Retry(f"Zhihu answered {code} to {name}", _UNKNOWN_WAIT_SECONDS)
