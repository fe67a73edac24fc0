"""What is personal, declared once; and how it is masked, hashed and shown by its shape."""

import hmac
import re
import unicodedata
from functools import lru_cache

PERSONAL_IDENTIFIERS = frozenset({"phone", "email", "wechat_id", "national_id", "ip"})
"""Identifier types whose plain values stay on the raw and events topics and in the store."""

PERSONAL_TRAITS = frozenset(
    {
        "name",
        "given_name",
        "surname",
        "phone",
        "email",
        "wechat_id",
        "birthday",
        "national_id",
        "address",
        "street_number",
        "address_1",
        "address_2",
        "postcode",
        "latitude",
        "longitude",
    }
)
"""Traits likewise. A trait that is not listed travels in clear, but for what `mask_text` finds."""

_OTHER_SPELLINGS = frozenset(
    {
        "firstname",
        "fullname",
        "idcard",
        "landline",
        "lastname",
        "mobile",
        "mobilephone",
        "phonenumber",
        "realname",
        "receiver",
        "street",
        "tel",
        "telephone",
        "zip",
        "zipcode",
    }
)

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_CN_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")
_NATIONAL_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_THREE_DIGITS = re.compile(r"\d{3}")
_LONGEST_SHAPE = 40


def is_personal(name: str) -> bool:
    """Whether a value under this name is personal, however the name is spelled."""
    return _bare(name) in _PERSONAL_NAMES


def mask(kind: str, value: str) -> str:
    """Hide the middle of a personal value: `138****1234`, `l***@example.com`, `林**`."""
    if kind == "email" and ("@" in value or "%40" in value):
        local, _, domain = value.replace("%40", "@").rpartition("@")
        return f"{local[:1]}***@{domain}"
    if kind == "phone":
        digits = value.removeprefix("+86")
        return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 9 else "****" + digits[-2:]
    if kind == "birthday":
        return f"{value[:4]}-**-**" if len(value) >= 8 else "****"
    return value[:1] + "**"


@lru_cache(maxsize=65_536)  # an event and its profile need the same, and the next event too
def keyed_hash(key: bytes, kind: str, value: str) -> str:
    """HMAC-SHA-256 of a personal value, hex: joins equal values without showing them."""
    return hmac.digest(key, f"{kind}\x1f{value}".encode(), "sha256").hex()


def mask_text(text: str) -> str:
    """Mask phones, emails and identity numbers inside free text; the rest stays."""
    if "@" in text or "%40" in text:
        text = _EMAIL.sub(lambda found: mask("email", found[0]), text)
    if not _THREE_DIGITS.search(text):  # most texts end here, and the searches below are dear
        return text
    text = _NATIONAL_ID.sub(lambda found: found[0][:3] + "*" * 11 + found[0][-4:], text)
    return _CN_MOBILE.sub(lambda found: mask("phone", re.sub(r"[ -]|^\+?86", "", found[0])), text)


def shape(value: object) -> str:
    """The form of a value for error messages, at most 40 characters of it.

    Digits are drawn as 9, letters as A, Han as 文, and what does not print as ·.
    """
    text = value if isinstance(value, str) else repr(value)
    drawn = "".join(_drawn(character) for character in text[:_LONGEST_SHAPE])
    if len(text) > _LONGEST_SHAPE:
        drawn = f"{drawn}… ({len(text)} characters)"
    return drawn if isinstance(value, str) else f"{type(value).__name__} {drawn}"


@lru_cache(maxsize=4096)  # the same few names come again and again
def _bare(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


_PERSONAL_NAMES = _OTHER_SPELLINGS | {
    _bare(name) for name in PERSONAL_IDENTIFIERS | PERSONAL_TRAITS
}


def _drawn(character: str) -> str:
    category = unicodedata.category(character)
    if category.startswith("N"):
        return "9"
    if category == "Lo":
        return "文"
    if category.startswith("L"):
        return "A"
    # Whoever sent it could otherwise speak to the terminal that shows it, or begin a line of a log.
    return character if character.isprintable() else "·"
