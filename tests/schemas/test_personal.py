"""Masking, hashing and shapes: personal values are joined and described, never shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.personal import keyed_hash, mask, mask_text, shape


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+8613800001234", "138****1234"),
        ("phone", "12345", "****45"),
        ("email", "lin.xiaoman@example.com", "l***@example.com"),
        ("name", "林小满", "林**"),
        ("birthday", "1990-05-17", "1990-**-**"),
    ],
)
def test_the_middle_of_a_personal_value_is_hidden(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打我电话13900010001谢谢", "打我电话139****0001谢谢"),
        ("电话 +86 139 0001 0001。", "电话 139****0001。"),
        ("邮箱lin.xiaoman@example.com", "邮箱l***@example.com"),
        ("身份证11010519491231002X", "身份证110***********002X"),
        ("订单号 2026010112345678901", "订单号 2026010112345678901"),
    ],
)
def test_personal_values_inside_text_are_masked_and_the_rest_stays(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_equal_values_join_by_their_hash_only_under_the_same_key_and_kind() -> None:
    one = keyed_hash(b"key", "phone", "+8613900010001")
    assert one == keyed_hash(b"key", "phone", "+8613900010001")
    assert one != keyed_hash(b"other key", "phone", "+8613900010001")
    assert one != keyed_hash(b"key", "email", "+8613900010001")


@pytest.mark.parametrize(
    ("value", "drawn"),
    [
        ("1.39E+10", "9.99A+99"),
        ("林 Lin", "文 AAA"),
        ("\x1b[31mred\n\x07\x00\u202e", "·[99AAAA····"),
        (12345, "int 99999"),
        (None, "NoneType AAAA"),
    ],
)
def test_a_shape_shows_the_form_of_a_value(value: object, drawn: str) -> None:
    assert shape(value) == drawn


@given(st.text(min_size=1))
def test_a_shape_never_holds_a_letter_or_digit_of_the_value(value: str) -> None:
    told = {"9", "A", "文"}
    kept = {character for character in value if character.isalnum()} - told
    drawn = shape(value).split("… (")[0]
    assert not kept & set(drawn)


@given(st.text())
def test_masking_text_is_stable(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)
