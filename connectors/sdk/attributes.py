"""Free attributes without personal values, which only text, traits and identifiers may hold."""

from typing import Any

from schemas.personal import is_personal, mask_text

_SECRET = frozenset({"password", "token"})


def without_personal(value: Any) -> Any:  # noqa: ANN401 (JSON may hold anything)
    """JSON without fields that are named as personal ones; phones and emails in text are masked."""
    if isinstance(value, dict):
        return {
            name: without_personal(element)
            for name, element in value.items()
            if not _is_withheld(name)
        }
    if isinstance(value, list):
        return [without_personal(element) for element in value]
    return mask_text(value) if isinstance(value, str) else value


def _is_withheld(name: str) -> bool:
    """A plain `name` is left in: in attributes it is a product's or a page's."""
    bare = name.lower().replace("_", "")
    return bare in _SECRET or (bare != "name" and is_personal(name))


def masked_url(url: str | None) -> str | None:
    """The URL with phones and emails in its query masked."""
    if url is None or "?" not in url:
        return url
    address, _, query = url.partition("?")
    return f"{address}?{mask_text(query)}"
