"""The part of Waimai's interface that lists reviews."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.meituan.signing import waimai_sig
from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Fatal, Retry

PAGE = 20
"""The longest page of reviews."""

_UNAUTHORIZED = frozenset({"701", "702", "703", "704", "705"})
"""Missing or unknown app, wrong signature, wrong timestamp."""


@dataclass(frozen=True, slots=True)
class WaimaiApi:
    """Calls of one app; all its shops share `limiter`."""

    base_url: str
    app_id: str
    app_secret: str = field(repr=False)
    limiter: AsyncLimiter = field(repr=False)

    async def reviews(self, client: AsyncClient, query: Mapping[str, str]) -> bytes:
        """The answer of comment/query, as it came.

        Raises:
            Retry: when Waimai is away or busy, or gives an error that may pass.
            Fatal: when it refuses the app or its signature.
        """
        url = f"{self.base_url}/api/v1/comment/query"
        parameters = {"app_id": self.app_id, "timestamp": str(int(time.time())), **query}
        parameters["sig"] = waimai_sig(url, parameters, self.app_secret)
        async with self.limiter:
            response = await ask(client, "GET", url, params=parameters)
        answer = Payload(parse_object(response.content))
        if isinstance(answer.content.get("data"), list):
            return response.content
        code = answer.child("error").text("code")
        if code in _UNAUTHORIZED:
            raise Fatal(f"Waimai refuses the app or its signature: {code}")
        raise Retry(f"Waimai answered {code} to comment/query")
