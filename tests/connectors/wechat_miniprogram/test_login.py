"""What the brand's backend may tell of a login, and what of it must stay behind."""

import json
from typing import Any

import pytest

from connectors.sdk.receiver import Refused, Request
from tests.connectors.reading import VECTORS, events_of
from tests.connectors.wechat_miniprogram.logins import (
    OPENID,
    RECEIVED_AT,
    answer,
    source,
    told,
)

CODE = answer("code2session")
RAW_DATA = VECTORS["miniprogram_rawData_signature"]
ENCRYPTED = VECTORS["miniprogram_encryptedData"]
SESSION = {"openid": OPENID, "session_key": ENCRYPTED["session_key"]}
CLIENT: dict[str, Any] = {
    "code2session": SESSION,
    "rawData": RAW_DATA["rawData"],
    "signature": RAW_DATA["signature"],
    "encryptedData": ENCRYPTED["encryptedData"],
    "iv": ENCRYPTED["iv"],
}


def refused(**body: Any) -> tuple[int, str]:
    with pytest.raises(Refused) as error:
        told(**body)
    return error.value.status, error.value.reason


def test_the_session_key_is_published_nowhere() -> None:
    key = CODE["session_key"]
    (raw,) = told(
        code2session=CODE, getuserphonenumber=answer("getuserphonenumber"), session_key=key
    ).raws
    assert key not in raw.to_bytes().decode()
    assert "session" not in raw.body


def test_what_the_client_gave_is_verified_and_told_without_its_key() -> None:
    (raw,) = told(**CLIENT).raws
    (event,) = events_of(raw)
    assert [(i.type, i.value) for i in event.identifiers] == [
        ("openid", OPENID),
        ("phone", "+8613900010001"),
    ]
    assert event.traits == {"nickname": "demo"}
    for secret in (ENCRYPTED["session_key"], ENCRYPTED["encryptedData"], ENCRYPTED["iv"]):
        assert secret not in raw.body


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"signature": "0" * 40}, (403, "wrong_signature")),
        ({"signature": None}, (403, "wrong_signature")),
        ({"rawData": '{"nickName":"other"}'}, (403, "wrong_signature")),
        ({"encryptedData": ENCRYPTED["encryptedData"][4:]}, (403, "not_decryptable")),
        ({"iv": ENCRYPTED["session_key"]}, (403, "not_decryptable")),
        ({"iv": None}, (400, "wrong_iv")),
        ({"code2session": {"openid": OPENID}}, (400, "wrong_session_key")),
        ({"code2session": {}}, (400, "wrong_openid")),
        ({"code2session": "text"}, (400, "wrong_code2session")),
    ],
)
def test_what_does_not_fit_is_refused(changed: dict[str, Any], status: tuple[int, str]) -> None:
    assert refused(**CLIENT | changed) == status


def test_a_failed_code2session_is_no_login() -> None:
    assert refused(code2session={"errcode": 40029, "errmsg": "invalid code"})[0] == 400


def test_the_phone_of_another_mini_program_is_refused() -> None:
    phone = answer("getuserphonenumber")
    phone["phone_info"]["watermark"]["appid"] = "wxOTHER"
    assert refused(openid=OPENID, getuserphonenumber=phone) == (403, "wrong_app_id")


def test_a_phone_that_was_not_given_is_left_out() -> None:
    failed = {"errcode": 40029, "errmsg": "invalid code"}
    (raw,) = told(code2session=CODE, getuserphonenumber=failed).raws
    assert [i.type for i in events_of(raw)[0].identifiers] == ["openid", "unionid"]


def test_a_country_code_may_be_a_number() -> None:
    phone = {"purePhoneNumber": "91234567", "countryCode": 852}
    watermark = {"appid": source().app_id}
    (raw,) = told(
        openid=OPENID, getuserphonenumber={"phone_info": {**phone, "watermark": watermark}}
    ).raws
    assert events_of(raw)[0].identifiers[1].value == "+85291234567"


def test_a_login_told_again_is_the_same_event_and_one_of_another_time_is_not() -> None:
    times = (1767240200, 1767240200, 1767240300)
    ids = [told(code2session=CODE, logged_in_at=at).raws[0].event_id for at in times]
    assert ids[0] == ids[1] != ids[2]


def test_a_refusal_shows_nothing_of_the_body() -> None:
    with pytest.raises(Refused) as error:
        told(code2session={"session_key": {"nested": "secret"}, "openid": OPENID}, rawData="x")
    assert "secret" not in f"{error.value!r} {error.value.__cause__!r}"
    assert error.value.__suppress_context__


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/login", 405), ("POST", "/other", 404)]
)
def test_nothing_else_is_answered(method: str, path: str, status: int) -> None:
    request = Request(method, path, {}, "", {}, json.dumps(CLIENT).encode(), None, RECEIVED_AT)
    with pytest.raises(Refused) as error:
        source().receiver().receive(request)
    assert error.value.status == status


def test_without_a_secret_no_login_is_received() -> None:
    request = Request("POST", "/login", {}, "", {}, b"{}", None, RECEIVED_AT)
    with pytest.raises(Refused) as error:
        source(login_secret=None).receiver().receive(request)
    assert error.value.status == 404
