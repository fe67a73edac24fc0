"""What the open platform's error codes ask for."""

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
    "2190001": 3600.0,
    "28003017": 3600.0,
}
"""How long to leave it alone: system busy, an error of its own, quota spent."""


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
        Retry: when the platform is busy or the quota spent.
        Fatal: for any other error.
    """
    if code == "0":
        return
    if code in _WAIT_SECONDS:
        raise Retry(f"Douyin answered {code} to {name}", _WAIT_SECONDS[code])
    raise Fatal(f"Douyin answered {code} to {name}")
