from typing import Any

import pytest

from connectors.sdk.payload import Payload
from connectors.web.traits import read_traits
from tests.connectors.reading import raw_of

RAW = raw_of(b"", platform="web", source_account="shop", kind="segment")


def identifiers(**traits: Any) -> list[tuple[str, str]]:
    return [(found.type, found.value) for found in read_traits(RAW, Payload(traits))[0]]


def traits_of(traits: dict[str, Any]) -> dict[str, str]:
    return read_traits(RAW, Payload(traits))[1]


@pytest.mark.parametrize("name", ["phone", "phoneNumber", "Phone_Number", "MOBILE", "手机号"])
def test_an_identifier_is_known_by_any_spelling_and_is_no_trait(name: str) -> None:
    assert identifiers(**{name: "13900010001"}) == [("phone", "13900010001")]
    assert traits_of({name: "13900010001"}) == {}


@pytest.mark.parametrize(
    ("name", "trait"),
    [
        ("realName", "name"),
        ("First_Name", "given_name"),
        ("idCard", "national_id"),
        ("Birthday", "birthday"),
        ("date-of-birth", "birthday"),
        ("zip", "postcode"),
        ("landline", "phone"),
        ("微信号", "wechat_id"),
    ],
)
def test_a_personal_trait_has_the_name_by_which_it_is_masked(name: str, trait: str) -> None:
    assert traits_of({name: "x"}) == {trait: "x"}
    assert identifiers(**{name: "x"}) == []


def test_a_page_that_says_both_is_taken_by_the_first_spelling() -> None:
    assert identifiers(Email=None, mobile="1", phone="2", email_address="a") == [
        ("phone", "2"),
        ("email", "a"),
    ]


def test_other_traits_keep_their_own_names_and_objects_are_left_out() -> None:
    traits = {
        "loyaltyTier": "gold",
        "visits": 3,
        "state": "new",
        "pets": ["cat"],
        "mobile": {"a": 1},
    }
    assert traits_of(traits) == {
        "loyaltyTier": "gold",
        "visits": "3",
        "state": "new",
    }
    assert identifiers(**traits) == []


def test_an_address_is_read_into_its_parts() -> None:
    address = {"street": "人民路 1", "state": "上海", "postalCode": "200001", "city": "x"}
    assert traits_of({"address": address, "city": "上海"}) == {
        "address": "人民路 1",
        "province": "上海",
        "postcode": "200001",
        "city": "上海",
    }
    assert traits_of({"Address": "人民路 1"}) == {"address": "人民路 1"}
