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

_EXPIRED = frozenset({"21315", "21327", "21332"})
_NEEDS_A_PERSON = {
    "10005": "the app may not call this",
    "10006": "the app is not known",
    "10013": "the account is none",
    "10014": "the app may not call this",
    "10020": "Weibo offers this no more",
    "21314": "the access token was used before",
    "21316": "the account has withdrawn its authorization",
    "21317": "the access token was refused",
    "21321": "the app has not been approved",
}
"""error_code -> what is wrong. Any other error may pass by itself."""


@dataclass(frozen=True, slots=True)
class WeiboApi:
    """Calls with the access token of one brand account."""

    base_url: str
    access_token: str = field(repr=False)

    async def list(self, client: AsyncClient, name: str, query: Mapping[str, str]) -> bytes:
        """The answer of a list such as `comments/to_me`, as it came.

        Raises:
            Retry: when Weibo is away, busy or limits our calls, and for an error that is not known.
            Fatal: when only a person can help, as with an expired token.
        """
        url = f"{self.base_url}/2/{name}.json"
        parameters = {"access_token": self.access_token, **query}
        response = await ask(client, "GET", url, params=parameters)
        error = Payload(parse_object(response.content)).text("error_code")
        if error is None:
            return response.content
        if error in _LIMITED:
            raise Retry(f"Weibo limits {name}: {error}", _LIMITED_WAIT_SECONDS)
        if error in _EXPIRED:
            raise Fatal(f"the access token has expired or is wrong ({error}): authorize again")
        if error in _NEEDS_A_PERSON:
            raise Fatal(f"Weibo answered {error} to {name}: {_NEEDS_A_PERSON[error]}")
        raise Retry(f"Weibo answered {error} to {name}")
