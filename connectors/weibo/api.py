"""The part of Weibo's REST API that lists comments and mentions."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Fatal, Retry

_LIMITED = frozenset({"10022", "10023", "10024"})
_LIMITED_WAIT_SECONDS = 600.0
"""Limits are counted by the hour; waiting for a part of it is enough for some calls."""

_BUSY = frozenset({"10001", "10009", "10010"})
"""System error, too many pending tasks, job expired: Weibo's own trouble."""


@dataclass(frozen=True, slots=True)
class WeiboApi:
    """Calls with the access token of one brand account."""

    base_url: str
    access_token: str = field(repr=False)

    async def list(self, client: AsyncClient, name: str, query: Mapping[str, str]) -> bytes:
        """The answer of a list such as `comments/to_me`, as it came.

        Raises:
            Retry: when Weibo is away, busy or limits our calls.
            Fatal: for any other error, an expired token above all.
        """
        url = f"{self.base_url}/2/{name}.json"
        parameters = {"access_token": self.access_token, **query}
        response = await ask(client, "GET", url, params=parameters)
        error = Payload(parse_object(response.content)).text("error_code")
        if error is None:
            return response.content
        if error in _LIMITED:
            raise Retry(f"Weibo limits {name}: {error}", _LIMITED_WAIT_SECONDS)
        if error in _BUSY:
            raise Retry(f"Weibo answered {error} to {name}")
        if error in {"21327", "21315", "21332"}:
            raise Fatal(f"the access token has expired or is wrong ({error}): authorize again")
        raise Fatal(f"Weibo answered {error} to {name}")
