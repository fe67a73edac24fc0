"""JSON without floats, and the exact bytes of parts of it.

Ids exceed 2^53 and amounts must not be rounded: integers stay exact, other numbers are `Decimal`.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from schemas.errors import Reject

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_SCANNER = json.JSONDecoder(parse_float=str)
"""Tells where a value ends, of which msgspec's decoder says nothing."""

_SPACE = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""An escape, or the two that make one character; `half` is one that lacks its other half."""

MAX_DEPTH = 64
"""Deeper nesting is refused, because parsers that read our messages, ours among them, give up
soon after."""


def parse_json(body: bytes, field: str = "body") -> Any:  # noqa: ANN401 (JSON may hold anything)
    """Parse UTF-8 JSON, with or without a byte order mark.

    Half a surrogate pair, which programs leave that cut text at a length, becomes U+FFFD: nobody
    could encode it, and one such character would cost its whole batch.

    Raises:
        Reject: when it is not well-formed, deeper than `MAX_DEPTH`, or holds a number beyond all
            exponents.
    """
    text = body.removeprefix(BOM_UTF8)
    if _SURROGATE.search(text):
        text = _ESCAPE.sub(lambda found: rb"\ufffd" if found["half"] else found[0], text)
    try:
        value = _DECODER.decode(text)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise Reject(field, "JSON", body.decode(errors="replace")) from error
    if _is_deep(text, value):
        raise Reject(field, f"JSON of at most {MAX_DEPTH} levels")
    return value


def _is_deep(text: bytes, value: object) -> bool:
    """Whether a value is deeper than `MAX_DEPTH`, found out without recursion."""
    # Most payloads have too few brackets to be deep, and need no walk.
    if text.count(b"[") + text.count(b"{") <= MAX_DEPTH:
        return False
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [child for parent in level for child in _children(parent)]
    return bool(level)


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def parse_object(body: bytes, field: str = "body") -> dict[str, Any]:
    """Parse UTF-8 JSON that must be an object.

    Raises:
        Reject: when it is not well-formed or something else.
    """
    value = parse_json(body, field)
    if not isinstance(value, dict):
        raise Reject(field, "a JSON object", value)
    return value


def array_elements(body: bytes, *path: str) -> tuple[bytes, ...]:
    """The exact bytes of each element of the array at `path`; without a path `body` is the array.

    Raises:
        Reject: when `body` is no JSON, or there is no array at `path`.
    """
    if not isinstance(_value_at(body, path), list):
        raise Reject(".".join(path) or "body", "an array", _value_at(body, path))
    text = body.decode("utf-8-sig")
    spans: list[tuple[int, int]] = []

    def read_element(start: int) -> int:
        end = int(_SCANNER.raw_decode(text, start)[1])
        spans.append((start, end))
        return end

    _read_all(text, _start_of(text, path), read_element)
    return tuple(text[start:end].encode() for start, end in spans)


def object_at(body: bytes, *path: str) -> bytes:
    """The exact bytes of the object at `path`.

    Raises:
        Reject: when `body` is no JSON, or there is no object at `path`.
    """
    if not isinstance(_value_at(body, path), dict):
        raise Reject(".".join(path) or "body", "an object", _value_at(body, path))
    text = body.decode("utf-8-sig")
    start = _start_of(text, path)
    return text[start : int(_SCANNER.raw_decode(text, start)[1])].encode()


def _value_at(body: bytes, path: Sequence[str]) -> object:
    value = parse_json(body)
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _start_of(text: str, path: Sequence[str]) -> int:
    """Where the value at `path` begins, in JSON that has one."""
    position = _skip(text, 0)
    for name in path:
        position = _start_of_member(text, position, name)
    return position


def _start_of_member(text: str, opening: int, name: str) -> int:
    found = opening

    def read_member(start: int) -> int:
        nonlocal found
        key, position = _SCANNER.raw_decode(text, start)
        position = _skip(text, _skip(text, position) + 1)
        if key == name:
            found = position  # of several members of one name the last one counts, as elsewhere
        return int(_SCANNER.raw_decode(text, position)[1])

    _read_all(text, opening, read_member)
    return found


def _read_all(text: str, opening: int, read_one: Callable[[int], int]) -> int:
    """Read what stands between the bracket at `opening` and its end; the place after it."""
    position = _skip(text, opening + 1)
    while text[position] not in "]}":
        position = _skip(text, read_one(position))
        if text[position] == ",":
            position = _skip(text, position + 1)
    return position + 1


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
