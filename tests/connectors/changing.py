"""Changing payloads at random, by what the samples of a platform hold."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from hypothesis import strategies as st

Choose = Callable[[list[Any]], Any]

ODD_JSON = (
    "1e99999999999999999999",
    "1e999999",
    "-1e-999999",
    "9" * 4000,
    '"9e999999"',
    '"0001-01-01T00:00:00+08:00"',
    '"9999-12-31T23:59:59-08:00"',
    '"0001-01-01 00:00:00"',
    '"Mon Jan 01 00:00:00 +0800 0001"',
    '"99999999999999999"',
    '"undefined"',
    '"\\ud83d"',
    '"\\u0000"',
    '"http://[::1"',
    '"e30"',
    "-1",
    "null",
    "{}",
    "[]",
    "[" * 70 + "]" * 70,
    '{"a":' * 300 + "1" + "}" * 300,
    "[" * 3000 + "]" * 3000,
)
"""JSON that has stopped a reader or the one after it, or might."""

ODD_XML = ("9" * 19, "9" * 4000, "-1", "1e999999", "<a/><a/>", "<a>" * 3000 + "</a>" * 3000, "")
"""What may stand in an element instead of its text."""

_MARK = "\x00here\x00"
_ELEMENT = re.compile(r"<(?P<name>\w+)>(?P<content><!\[CDATA\[.*?]]>|[^<]*)</(?P=name)>", re.DOTALL)
_MOST_TEXT = 40


def json_of(bodies: Iterable[bytes]) -> st.SearchStrategy[str]:
    """JSON of the names and texts that stand in these bodies."""
    values = [value for body in bodies if (value := json_value(body)) is not None]
    found = [leaf for value in values for leaf in _leaves(value)]
    names = sorted({str(step) for value in values for way in places(value) for step in way} | {"a"})
    texts = sorted({leaf for leaf in found if isinstance(leaf, str) and len(leaf) <= _MOST_TEXT})
    scalars = st.one_of(
        st.sampled_from(ODD_JSON),
        st.text(max_size=20).map(json.dumps),
        st.integers().map(str),
        st.floats(allow_nan=False, allow_infinity=False).map(repr),
        st.sampled_from([*texts, "a"]).map(json.dumps),
    )
    return st.recursive(
        scalars,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4).map(lambda items: f"[{','.join(items)}]"),
            st.dictionaries(st.sampled_from(names), inner, max_size=6).map(
                lambda members: (
                    "{" + ",".join(f"{json.dumps(k)}:{v}" for k, v in members.items()) + "}"
                )
            ),
        ),
        max_leaves=25,
    )


def json_value(body: bytes) -> Any:
    """The object or array that a body is; None for any other."""
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if value and isinstance(value, dict | list) else None


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all members and elements of a JSON value."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, element in members:
        found.append((*at, key))
        if isinstance(element, dict | list):
            found += places(element, (*at, key))
    return found


def with_json(body: bytes, choose: Choose, odd: str) -> bytes:
    """The JSON with the value at a place that `choose` chooses replaced."""
    value = json.loads(body)
    *way, last = choose(places(value))
    parent = value
    for key in way:
        parent = parent[key]
    parent[last] = _MARK
    return json.dumps(value).replace(json.dumps(_MARK), odd).encode()


def has_elements(body: bytes) -> bool:
    """Whether it is XML."""
    return _ELEMENT.search(body.decode(errors="replace")) is not None


def with_element(body: bytes, choose: Choose, odd: str) -> bytes:
    """The XML with the content of an element that `choose` chooses replaced."""
    text = body.decode()
    start, end = choose([found.span("content") for found in _ELEMENT.finditer(text)])
    return (text[:start] + odd + text[end:]).encode()


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for element in value.values() if isinstance(value, dict) else value:
            yield from _leaves(element)
    else:
        yield value
