"""Whom an order is for."""

import hmac
import re

from connectors.sdk.payload import Payload
from schemas.event import Identifier

PREFIX = "recipient/"
"""Of the native id of an account that stands for a person's phone."""

_PHONE = re.compile(r"1[3-9]\d{9}")
_NAME = re.compile(r"(?P<name>.+?)\s*[(\uff08](?P<title>先生|女士)[)\uff09]")
_GENDERS = {"先生": "male", "女士": "female"}


def phone_of(order: Payload) -> str | None:
    """The recipient's own mobile phone; None for a privacy number, a masked one or a landline.

    A privacy number has an extension behind it and is lent out to others later.
    """
    phone = (order.text("recipient_phone") or "").strip().removeprefix("+86").replace(" ", "")
    return phone if _PHONE.fullmatch(phone) else None


def native_id_of(phone: str, key: str) -> str:
    """The native id of the phone's account: the same for every order, and not to be turned back
    without the key.
    """
    digest = hmac.digest(key.encode(), phone.encode(), "sha256").hex()
    return f"{PREFIX}{digest[:32]}"


def identifiers_of(order: Payload) -> tuple[Identifier, ...]:
    """The phone, where it is the recipient's own."""
    phone = phone_of(order)
    return (Identifier(type="phone", value=phone),) if phone else ()


def traits_of(order: Payload) -> dict[str, str]:
    """The name as far as it is given (`林(女士)` is a surname and a gender), and the address."""
    stated = order.text("recipient_name") or ""
    found = _NAME.fullmatch(stated.strip())
    name, traits = (found["name"], {"gender": _GENDERS[found["title"]]}) if found else (stated, {})
    if name and "*" not in name:
        traits["surname" if len(name) == 1 else "name"] = name
    address = order.text("recipient_address")
    return traits | ({"address": address} if address and "*" not in address else {})
