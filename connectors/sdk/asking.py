"""Asking a platform over HTTP, with driver exceptions translated, and what its refusals are."""

from typing import Any
from urllib.parse import urlsplit

from httpx import AsyncClient, HTTPError, Response

from schemas.errors import Retry

_BUSY = 429
_NEVER_BY_PROXY = {"all://127.0.0.1": None, "all://localhost": None}
"""A simulated platform on this machine is asked directly, whatever proxy others need."""


class NotGiven(Retry):
    """The platform refuses, by an error that is known neither to pass nor to need a person.

    It may be about what was asked for alone, such as a video that was deleted.

    Args:
        code: the platform's, as text.
        message: what was answered to which call.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def platform_client(timeout_seconds: float) -> AsyncClient:
    """What platforms are asked with."""
    return AsyncClient(timeout=timeout_seconds, mounts=_NEVER_BY_PROXY)


async def ask(client: AsyncClient, method: str, url: str, **request: Any) -> Response:  # noqa: ANN401
    """The platform's answer, whatever it says, unless it is away or too busy to say anything.

    `request` is what `httpx.AsyncClient.request` takes. Of the URL, which carries tokens, only the
    host ever stands in an error.

    Raises:
        Retry: when it cannot be reached, does not answer in time, or answers 429 or 5xx.
    """
    host = urlsplit(url).hostname
    try:
        response = await client.request(method, url, **request)
    except HTTPError as error:
        raise Retry(f"{host} is away: {type(error).__name__}") from error
    if response.status_code == _BUSY or response.is_server_error:
        asked = response.headers.get("retry-after", "")
        seconds = float(asked) if asked.isdecimal() else None
        raise Retry(f"{host} answered {response.status_code}", seconds)
    return response
