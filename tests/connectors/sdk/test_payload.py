from decimal import Decimal

import pytest

from connectors.sdk.payload import Payload
from schemas.errors import Reject


def test_ids_are_text_whether_they_come_as_number_or_text() -> None:
    payload = Payload({"a": 9007199254740993, "b": "9007199254740993", "c": Decimal("1.10")})
    assert payload.text("a") == payload.text("b") == "9007199254740993"
    assert (payload.text("c"), payload.number("c")) == ("1.10", Decimal("1.10"))


def test_what_has_no_value_is_none_and_the_next_name_is_tried() -> None:
    payload = Payload({"a": None, "b": "", "c": "\0", "d": False})
    assert payload.text("a", "b", "c", "missing") is None
    assert payload.text("a", "d") == "false"


def test_errors_name_the_whole_path() -> None:
    payload = Payload({"user": {"id": None, "age": "old", "x": {}}, "list": [{}, 1]})
    user = payload.child("user")
    for read, field in (
        (lambda: user.required("id"), "user.id"),
        (lambda: user.number("age"), "user.age"),
        (lambda: user.text("x"), "user.x"),
        (lambda: payload.children("list"), "list[1]"),
        (lambda: payload.child("list"), "list"),
    ):
        with pytest.raises(Reject) as error:
            read()
        assert error.value.field == field


def test_a_single_object_is_a_list_of_one() -> None:
    assert [child.text("a") for child in Payload({"l": {"a": 1}}).children("l")] == ["1"]
    assert Payload({}).children("l") == ()


@pytest.mark.parametrize("text", ["1e999999", "1E-999999", "9" * 41, "NaN", "-Infinity", "1,5"])
def test_a_number_of_no_ordinary_size_is_rejected(text: str) -> None:
    with pytest.raises(Reject, match="a number"):
        Payload({"price": text}).number("price")


def test_texts_are_a_list_whether_there_is_one_or_several() -> None:
    payload = Payload({"a": "1", "b": ["2", 3, ""], "c": [{}]})
    assert [payload.texts(name) for name in ("a", "b", "missing")] == [("1",), ("2", "3"), ()]
    with pytest.raises(Reject) as error:
        payload.texts("c")
    assert error.value.field == "c[0]"
