"""What the brand's backend may tell of a login, and what of it stays behind."""

import json
from typing import Any

import pytest

from connectors.sdk.receiver import Refused
from pipeline.simulator.call import Call
from tests.connectors.douyin.calls import RECEIVER, login, request
from tests.connectors.reading import events_of, sample

USER = json.loads(sample("douyin/oauth_userinfo.json"))


def user(**changed: Any) -> dict[str, Any]:
    return {"data": USER["data"] | changed}


def test_the_phone_joins_and_the_login_has_its_time() -> None:
    (event,) = events_of(login(phone="13900010001", logged_in_at=1767240200).raws[0])
    assert [each.type for each in event.identifiers] == [
        "douyin_open_id",
        "douyin_union_id",
        "phone",
    ]
    assert event.occurred_at.timestamp() == 1767240200


def test_what_is_secret_or_not_known_is_published_nowhere() -> None:
    told = login(userinfo=user(encrypt_mobile="c2VjcmV0", avatar="x"), access_token="act.1")
    assert told.raws[0].body_bytes.count(b"secret") == 0
    for kept_back in ("c2VjcmV0", "act.1", "avatar"):
        assert kept_back not in told.raws[0].body


def test_place_and_gender_are_traits() -> None:
    (event,) = events_of(login(userinfo=user(gender=2, city="上海")).raws[0])
    assert event.traits == {"nickname": "小满在路上", "gender": "female", "city": "上海"}


def test_a_login_that_says_nothing_new_is_the_same_event() -> None:
    assert login().raws[0].event_id == login().raws[0].event_id
    first, later = (login(logged_in_at=seconds).raws[0] for seconds in (1767240200, 1767240300))
    assert first.event_id != later.event_id


@pytest.mark.parametrize("secret", ["", "other"])
def test_a_wrong_secret_is_refused(secret: str) -> None:
    with pytest.raises(Refused, match="403 wrong_secret"):
        login(secret)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ({"userinfo": {"data": {"error_code": 2190008}}}, "wrong_open_id"),
        ({"userinfo": "text"}, "wrong_userinfo"),
        ({"userinfo": {"data": []}}, "wrong_open_id"),
        ({"phone": {}}, "wrong_phone"),
    ],
)
def test_what_is_no_login_is_refused(call: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused, match=f"400 {reason}"):
        login(**call)


def test_a_body_that_is_no_json_is_refused() -> None:
    headers = {"authorization": "Bearer chosen"}
    with pytest.raises(Refused, match="400 wrong_body"):
        RECEIVER.receive(request(Call(path="/login", headers=headers, body=b"{")))
