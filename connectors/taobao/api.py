"""Calls to TOP, Taobao's REST interface."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiolimiter import AsyncLimiter
from httpx import AsyncClient

from connectors.sdk.asking import ask
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.times import CHINA
from connectors.taobao.signing import SignMethod, signature
from schemas.errors import Fatal, Retry

_LIMITED = "7"
_LIMITED_WAIT_SECONDS = 60.0
_BAN = re.compile(r"last for (\d{1,6}) more seconds")
_AWAY = frozenset({"10", "15"})
"""Service unavailable, error of a remote service; the latter also for what we asked wrongly."""
_OUR_FAULT, _THEIR_FAULT = "isv.", "isp."
"""How sub-codes begin: of who asked, and of the services that answer, whose errors pass."""
_NO_SESSION = frozenset({"26", "27"})


@dataclass(frozen=True, slots=True)
class TopApi:
    """Calls of one app, no more than `limiter` allows; `session` is one shop's authorization."""

    base_url: str
    app_key: str
    app_secret: str = field(repr=False)
    sign_method: SignMethod
    limiter: AsyncLimiter
    session: str | None = field(default=None, repr=False)

    async def call(
        self, client: AsyncClient, method: str, parameters: Mapping[str, str]
    ) -> tuple[bytes, Payload]:
        """The answer of a method, as it came and what it holds.

        Raises:
            Retry: when Taobao is away, busy or limits our calls.
            Reject: when it answers no JSON, or not to this method.
            Fatal: for any other error, an authorization that has ended above all.
        """
        async with self.limiter:
            form = self._signed(method, parameters)
            response = await ask(client, "POST", self.base_url, data=form)
        answer = Payload(parse_object(response.content))
        if "error_response" in answer.content:
            _raise_for(answer.child("error_response"), method)
        return response.content, answer.child(answer_name(method))

    def _signed(self, method: str, parameters: Mapping[str, str]) -> Mapping[str, str]:
        form = {
            **parameters,
            "method": method,
            "app_key": self.app_key,
            "session": self.session or "",
            "timestamp": china_text(datetime.now(UTC)),
            "format": "json",
            "v": "2.0",
            "sign_method": self.sign_method,
        }
        form["sign"] = signature(form, self.app_secret, self.sign_method)
        return {name: value for name, value in form.items() if value}


def answer_name(method: str) -> str:
    """The field that a method's answer stands in."""
    return method.removeprefix("taobao.").replace(".", "_") + "_response"


def china_text(time: datetime) -> str:
    """A time as TOP writes it."""
    return time.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _raise_for(error: Payload, method: str) -> None:
    code, sub_code = error.text("code"), error.text("sub_code") or ""
    said = f"Taobao answered {code} {sub_code} to {method}".replace("  ", " ")
    if code == _LIMITED:
        ban = _BAN.search(error.text("sub_msg") or "")
        raise Retry(said, float(ban[1]) if ban else _LIMITED_WAIT_SECONDS)
    if sub_code.startswith(_THEIR_FAULT) or (code in _AWAY and not sub_code.startswith(_OUR_FAULT)):
        raise Retry(said)
    if code in _NO_SESSION:
        raise Fatal(f"{said}: the shop has to authorize the app again")
    raise Fatal(said)
