"""Xiaohongshu's signatures: MD5 in hex, in lower case."""

import hashlib
from collections.abc import Mapping

VERSION = "2.0"


def request_sign(method: str, app_id: str, timestamp: str, secret: str) -> str:
    """`sign` of a call to the gateway (v3). Its parameters and the token are not covered."""
    return _md5(f"{method}?appId={app_id}&timestamp={timestamp}&version={VERSION}{secret}")


def path_sign(path: str, parameters: Mapping[str, str], secret: str) -> str:
    """`sign` of a push, and of calls of v1: the path, what its query and headers state, sorted.

    Args:
        path: as the platform calls it.
        parameters: the query's, and the headers `app-key` and `timestamp`.
        secret: the app's.
    """
    stated = "&".join(f"{name}={value}" for name, value in sorted(parameters.items()))
    return _md5(f"{path}?{stated}{secret}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
