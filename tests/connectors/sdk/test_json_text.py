from decimal import Decimal

import pytest

from connectors.sdk.json_text import array_elements, object_at, parse_json, parse_object
from schemas.errors import Reject


def test_numbers_are_exact() -> None:
    value = parse_json(b'{"id": 9007199254740993, "total": 128.10}')
    assert value == {"id": 9007199254740993, "total": Decimal("128.10")}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"a": NaN}',
        b"[" * 100_000,
        b"1" * 10_000,
        b"1e9" + b"9" * 20,
    ],
    ids=["empty", "open", "not UTF-8", "NaN", "deep", "long", "exponent"],
)
def test_what_is_no_json_is_rejected(body: bytes) -> None:
    with pytest.raises(Reject):
        parse_json(body)


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        (r"a\ud83d", "a\ufffd"),
        (r"\uDE00b", "\ufffdb"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\ud83d\ude00", "😀"),
        (r"\\ud83d", r"\ud83d"),
        (r"\\\ud83d", "\\\ufffd"),
    ],
)
def test_half_a_character_is_replaced(stated: str, read: str) -> None:
    assert parse_json(f'{{"{stated}": ["{stated}"]}}'.encode()) == {read: [read]}


def test_a_rejection_shows_no_value() -> None:
    with pytest.raises(Reject) as error:
        parse_json(b"13900010001 lin")
    assert "139" not in str(error.value)


def test_an_array_where_an_object_belongs_is_rejected() -> None:
    with pytest.raises(Reject, match="JSON object"):
        parse_object(b"[]")


@pytest.mark.parametrize(
    ("body", "elements"),
    [
        (b'{"a": []}', ()),
        (b'{"a":[1]}', (b"1",)),
        (b' {"b": [9, {"a": [8]}], "a" : [ {"x" : 1.10} ,\n"\\u6797" ] , "c": 1} ', None),
        (b'{"a": [1], "a": [2, 3]}', (b"2", b"3")),
        (b'\xef\xbb\xbf{"a": [1]}', (b"1",)),
        ('{"a": ["林", "小满"]}'.encode(), ('"林"'.encode(), '"小满"'.encode())),
    ],
)
def test_elements_keep_their_exact_bytes(body: bytes, elements: tuple[bytes, ...] | None) -> None:
    expected = (b'{"x" : 1.10}', b'"\\u6797"') if elements is None else elements
    assert array_elements(body, "a") == expected


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (b' [1.10, {"a": 2}]', ()),
        (b'{"Data": {"a": [9], "Items" : [1.10, {"a": 2}]}}', ("Data", "Items")),
        (b'{"d": {"x": 0}, "d": {"y": {"z": [1.10, {"a": 2}]}}}', ("d", "y", "z")),
    ],
)
def test_an_array_is_found_wherever_it_stands(body: bytes, path: tuple[str, ...]) -> None:
    assert array_elements(body, *path) == (b"1.10", b'{"a": 2}')


def test_an_object_keeps_its_exact_bytes() -> None:
    body = b'\xef\xbb\xbf{"data": 1, "data": {"order" : {"id" : 1.10 }}}'
    assert object_at(body, "data", "order") == b'{"id" : 1.10 }'


@pytest.mark.parametrize("body", [b"{}", b'{"data": []}', b'{"data": {"order": 1}}', b"[]", b"{"])
def test_no_object_is_rejected(body: bytes) -> None:
    with pytest.raises(Reject):
        object_at(body, "data", "order")


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"a": {}}', b'{"a": null}'])
def test_no_array_is_rejected(body: bytes) -> None:
    with pytest.raises(Reject):
        array_elements(body, "a")


@pytest.mark.parametrize(("opening", "closing"), [(b'{"a":', b"}"), (b"[", b"]")])
@pytest.mark.parametrize(("depth", "is_read"), [(64, True), (65, False), (900, False)])
def test_deep_nesting_is_rejected(
    opening: bytes, closing: bytes, depth: int, is_read: bool
) -> None:
    body = opening * depth + b"1" + closing * depth
    if is_read:
        assert parse_json(body)
    else:
        with pytest.raises(Reject):
            parse_json(body)


def test_wide_values_are_no_deep_ones() -> None:
    assert len(parse_json(b"[" + b",".join([b"[1]"] * 1000) + b"]")) == 1000
