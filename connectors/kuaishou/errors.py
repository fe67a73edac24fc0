"""What the results of Kuaishou's APIs ask for."""

from schemas.errors import Fatal, Retry

GONE = frozenset({"100200102", "24", "28"})
"""A token is wrong, used up, expired or taken back."""

_BUSY = "100200500"
_WAIT_SECONDS = 60.0
_OURS = {
    "100200100": "a parameter is missing or wrong",
    "100200101": "the app_id or the app_secret is wrong",
    "100200106": "the authorization lacks a scope",
}


def check_result(result: str, name: str) -> None:
    """Raise what a result asks for. Those of limits are not documented, so most ask to wait.

    Raises:
        Retry: for any but the following.
        Fatal: when only a person can help.
    """
    check_known(result, name)
    if result != "1":
        raise Retry(f"Kuaishou answered {result} to {name}", _WAIT_SECONDS)


def check_known(result: str, name: str) -> None:
    """Raise what a result asks for that is known to have nothing to do with what was asked.

    Raises:
        Retry: when the platform is in trouble.
        Fatal: when only a person can help.
    """
    if result in _OURS:
        raise Fatal(f"Kuaishou answered {result} to {name}: {_OURS[result]}")
    if result == _BUSY:
        raise Retry(f"Kuaishou answered {result} to {name}")
