"""How platforms write: JSON, ids of digits and letters."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def as_json(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """As it goes over the wire."""
    return json.dumps(value, ensure_ascii=False).encode()


def as_xml(fields: Mapping[str, str | int]) -> bytes:
    """As WeChat and WeCom write it: texts as CDATA, numbers plain; a value may be XML itself."""
    lines = "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{lines}</xml>".encode()


def seconds(time: datetime) -> int:
    """Since 1970."""
    return int(time.timestamp())


def milliseconds(time: datetime) -> int:
    """Since 1970."""
    return seconds(time) * 1000


def in_china(time: datetime) -> str:
    """`2026-01-01 12:00:00`; the demo's times are China's."""
    return f"{time:%Y-%m-%d %H:%M:%S}"


def token(random: Random, length: int, prefix: str = "") -> str:
    """An id of letters and digits."""
    return prefix + "".join(random.choice(_LETTERS) for _ in range(length - len(prefix)))


def number(random: Random, digits: int) -> int:
    """An id of so many digits."""
    return int(random.randrange(10 ** (digits - 1), 10**digits))


def _value(value: str | int) -> str:
    if isinstance(value, int) or value.startswith("<"):
        return str(value)
    return f"<![CDATA[{value.replace(']]>', '')}]]>"
