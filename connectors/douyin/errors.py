"""What the open platform's error codes ask for, by its page `openapi/status-code`."""

from connectors.sdk.asking import NotGiven
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Fatal, Retry

TOKEN_REFUSED = frozenset({"10008", "2190002", "2190008", "28001003", "28001008"})
"""The access token is wrong or has expired."""

_WAIT_SECONDS = {
    "2100001": 5.0,
    "2100004": 5.0,
    "28001005": 5.0,
    "28001006": 5.0,
    "28001052": 600.0,
    "28003018": 60.0,
    "2190001": 3600.0,
    "28003017": 3600.0,
}
"""How long to leave it alone: busy, an error of its own, risk, called too often, quota spent."""

_NEEDS_A_PERSON = {
    "2190004": "the app lacks the ability",
    "28001012": "the account did not allow the app this",
    "28001014": "the app has no ability at all",
    "28001015": "open_id and refresh_token are of two accounts",
    "28001016": "the app is banned or offline",
    "28001018": "the app lacks the ability",
    "28001019": "the ability is banned or offline",
    "28001020": "the account is not bound to the test app",
    "28001021": "the test app has expired",
    "28001045": "the account is closed",
    "28001046": "the account is banned",
    "28001047": "the account is private",
    "28001056": "Douyin offers this no more",
}
"""Code -> what is wrong, whatever was asked for."""


def error_of(body: bytes) -> str:
    """The error code of an answer; `0` is none.

    Raises:
        Reject: when it is no answer of the open platform.
    """
    answer = Payload(parse_object(body))
    for part in (answer.child("data"), answer.child("extra")):
        if (code := part.text("error_code")) not in (None, "0"):
            return code
    answer.child("data").required("error_code")
    return "0"


def check_error(code: str, name: str) -> None:
    """Raise what a code asks for.

    Raises:
        Retry: when the platform is busy or the quota spent; `NotGiven` for any other error.
        Fatal: when only a person can help.
    """
    if code == "0":
        return
    said = f"Douyin answered {code} to {name}"
    if code in _WAIT_SECONDS:
        raise Retry(said, _WAIT_SECONDS[code])
    if code in _NEEDS_A_PERSON:
        raise Fatal(f"{said}: {_NEEDS_A_PERSON[code]}")
    raise NotGiven(code, said)
