"""Phone numbers to E.164, by the rules of libphonenumber."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers

_DAMAGED = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_MASKED = re.compile(r"[*•●xX]{2,}")
_WRITTEN = re.compile(r"[+\d() ./-]+")
_CN_MOBILE = re.compile(r"(?:\+86)?(?P<head>1[3-9][0-9]{5})(?P<tail>[0-9]{4})")
_CN_MASKED = re.compile(
    r"(?:\+?86[ -]?)?(?P<head>1[3-9][0-9])[ -]?[*•●xX]{4}[ -]?(?P<tail>[0-9]{4})"
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def normalize_phone(value: str, region: str) -> str:
    """E.164, such as `+8613912345678`.

    Full-width digits, a spreadsheet's leading apostrophe, spaces, dashes and the prefixes `+86`,
    `86` and `0086` are understood; numbers without a country code are taken as of `region`.

    Raises:
        ValueError: for masked numbers, numbers a spreadsheet turned into `1.39E+10`, and
            anything libphonenumber does not hold for valid.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).strip().lstrip("'’`").strip()
    if region == "CN" and (mobile := _CN_MOBILE.fullmatch(text)) and _is_assigned(mobile["head"]):
        return f"+86{mobile['head']}{mobile['tail']}"
    if _MASKED.search(text):
        raise ValueError("a whole phone number, not a masked one")
    if _DAMAGED.fullmatch(text):
        raise ValueError("all digits of a phone number, not a spreadsheet's rounding of it")
    if not _WRITTEN.fullmatch(text):
        raise ValueError("a phone number: digits, + ( ) - . / and spaces")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise ValueError("a phone number") from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError(f"a phone number that is in use, of region {region} or with its code")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked_phone(value: str) -> str | None:
    """A mobile number with its middle hidden, spelled `138****1234`; None for anything else.

    It identifies nobody, and yet tells something of who it is.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", value)).strip()
    shown = _CN_MASKED.fullmatch(text)
    return None if shown is None else f"{shown['head']}****{shown['tail']}"


@lru_cache(maxsize=65_536)
def _is_assigned(head: str) -> bool:
    """Whether mobile numbers of China that begin so are in use.

    Asking libphonenumber is dear, and of these numbers only the first seven digits count: the
    network and the area.
    """
    return phonenumbers.is_valid_number(phonenumbers.parse(f"+86{head}0000", None))
