"""Which browser pages may call a receiver (Fetch standard, CORS protocol)."""

from collections.abc import Collection

_MAX_AGE_SECONDS = 3600


def cors_headers(allowed: Collection[str], origin: str | None) -> dict[str, str]:
    """Headers of any answer to a page of `origin`; none where it may not call.

    The origin is named rather than `*`, because trackers send cookies, for which `*` is refused.
    """
    if origin is None or not ("*" in allowed or origin in allowed):
        return {}
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "vary": "origin",
    }


def preflight_headers(allowed: Collection[str], origin: str | None) -> dict[str, str]:
    """Headers of the answer to a page that asks whether it may call."""
    headers = cors_headers(allowed, origin)
    if not headers:
        return {}
    return headers | {
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers": "authorization, content-type, sp-anonymous",
        "access-control-max-age": str(_MAX_AGE_SECONDS),
    }
