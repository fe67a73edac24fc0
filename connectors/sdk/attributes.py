"""Free attributes without personal values, which only text, traits and identifiers may hold."""

from typing import Any

from schemas.personal import PERSONAL_IDENTIFIERS, PERSONAL_TRAITS, mask_text

_PERSONAL = (PERSONAL_IDENTIFIERS | PERSONAL_TRAITS) - {"name"} | {
    "firstname",
    "lastname",
    "fullname",
    "mobile",
    "telephone",
    "tel",
    "street",
    "zip",
    "receiver",
    "password",
    "token",
}
"""`name` is left in: in attributes it is a product's or a page's."""


def without_personal(value: Any) -> Any:  # noqa: ANN401 (JSON may hold anything)
    """JSON without fields that are named as personal ones; phones and emails in text are masked."""
    if isinstance(value, dict):
        return {
            name: without_personal(element)
            for name, element in value.items()
            if name.lower().replace("-", "_") not in _PERSONAL
            and name.lower().replace("_", "") not in _PERSONAL
        }
    if isinstance(value, list):
        return [without_personal(element) for element in value]
    return mask_text(value) if isinstance(value, str) else value


def masked_url(url: str | None) -> str | None:
    """The URL with phones and emails in its query masked."""
    if url is None or "?" not in url:
        return url
    address, _, query = url.partition("?")
    return f"{address}?{mask_text(query)}"
