import json
from typing import Any

import pytest

from connectors.registry import read
from schemas.errors import Reject
from tests.connectors.web.calls import TP2, events, received

JUNK = (
    "undefined",
    "null",
    "None",
    " NaN ",
    "0",
    0,
    "-1",
    "Anonymous",
    "[object Object]",
    "00000000-0000-0000-0000-000000000000",
    " ",
)


def identified(**call: Any) -> list[str]:
    """The account of a track call and its identifiers."""
    body = json.dumps({"event": "A", **call}).encode()
    (event,) = events(received("/v1/track", body))
    return [event.account.account_id, *(found.value for found in event.identifiers)]


@pytest.mark.parametrize("junk", JUNK)
def test_what_pages_send_for_no_user_is_nobody(junk: object) -> None:
    assert identified(userId=junk, anonymousId="b1") == ["web:shop:anonymous/b1", "b1"]
    assert identified(userId="u1", anonymousId=junk) == ["web:shop:user/u1", "u1"]
    (raw,) = received("/v1/track", json.dumps({"event": "A", "userId": junk}).encode()).raws
    assert raw.person_id == raw.dedupe_key
    with pytest.raises(Reject, match="userId"):
        read(raw)


def test_devices_that_do_not_tell_their_ids_are_not_one_device() -> None:
    device = {"id": "unknown", "advertisingId": "00000000-0000-0000-0000-000000000000"}
    assert identified(userId="u1", context={"device": device}) == ["web:shop:user/u1", "u1"]


def test_a_tracker_without_a_user_falls_back_to_its_browser() -> None:
    event = {"e": "pv", "aid": "shop-web", "uid": "null", "duid": "undefined", "nuid": "n1"}
    (found,) = events(received(TP2, json.dumps({"data": [event]}).encode()))
    assert found.account.account_id == "web:shop:anonymous/n1"
