"""Meituan's two signatures."""

import hashlib
from collections.abc import Mapping


def waimai_sig(url: str, parameters: Mapping[str, str], secret: str) -> str:
    """`sig` of Waimai's interface and of its callbacks.

    Args:
        url: without a query; of a callback the address that is registered.
        parameters: all but `sig`, as plain values.
        secret: the app's.
    """
    stated = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    return hashlib.md5(f"{url}?{stated}{secret}".encode(), usedforsecurity=False).hexdigest()


def sha1_sign(parameters: Mapping[str, str], secret: str) -> str:
    """`sign` of 青云 and of developer.meituan.com: of all parameters but those without a value."""
    stated = "".join(f"{name}{value}" for name, value in sorted(parameters.items()) if value)
    return hashlib.sha1(f"{secret}{stated}".encode(), usedforsecurity=False).hexdigest()
