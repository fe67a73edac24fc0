"""Douyin's webhooks beyond the samples."""

import json
from dataclasses import replace
from typing import Any

import pytest

from connectors.douyin.raw_events import comment_event
from connectors.registry import read
from connectors.sdk.reading import Ignored
from pipeline.simulator.douyin_callbacks import signed
from schemas.errors import Reject
from schemas.event import CustomerEvent
from tests.connectors.douyin.calls import (
    BRAND,
    CLIENT_KEY,
    CUSTOMER,
    RECEIVER,
    SECRET,
    request,
    webhook,
)
from tests.connectors.reading import RECEIVED_AT, events_of, sample


def body(name: str, content: Any = None, **call: Any) -> bytes:
    people = {"from_user_id": CUSTOMER, "to_user_id": BRAND}
    return json.dumps({"event": name, "content": content, **people, **call}).encode()


def event(name: str, content: Any = None, **call: Any) -> CustomerEvent:
    (raw,) = webhook(body(name, content, **call)).raws
    (found,) = events_of(raw)
    return found


def ignored(name: str, content: Any = None, **call: Any) -> bool:
    (raw,) = webhook(body(name, content, **call)).raws
    return isinstance(read(raw), Ignored)


@pytest.mark.parametrize("content", [{"action_type": 2}, '{"action_type": 2}'])
def test_content_is_read_as_an_object_and_as_text(content: Any) -> None:
    assert event("new_follow_action", content).type == "unfollow"


@pytest.mark.parametrize("stated", [1767240400, 1767240400000, "1767240400"])
def test_seconds_and_milliseconds_are_told_apart(stated: Any) -> None:
    found = event("new_follow_action", {"action_type": 1, "action_time": stated})
    assert found.occurred_at.timestamp() == 1767240400


def test_what_the_brand_says_is_its_reply_to_the_customer() -> None:
    content = {"message_type": "text", "text": "有的", "create_time": 1767240300123}
    call = body("im_send_msg", content, from_user_id=BRAND, to_user_id=CUSTOMER)
    (raw,) = webhook(call).raws
    (found,) = events_of(raw)
    assert (found.type, found.content and found.content.text) == ("reply", "有的")
    assert found.account.account_id == f"douyin:{CLIENT_KEY}:{CUSTOMER}"
    assert raw.person_id == CUSTOMER


@pytest.mark.parametrize("name", ["authorize", "create_video", "im_enter_direct_msg"])
def test_what_the_brand_itself_does_is_no_customers(name: str) -> None:
    assert ignored(name, {"item_id": "@v1"}, from_user_id=BRAND, to_user_id="")


def test_a_contact_card_states_phone_and_name() -> None:
    card = [
        {"label": "姓名", "value": "林小满"},
        {"label": "手机号", "value": "13900010001"},
        {"label": "城市", "value": "上海"},
        {"label": "备注", "value": "x"},
    ]
    found = event("im_receive_msg", {"message_type": "retain_consult_card", "card_data": card})
    assert [(each.type, each.value) for each in found.identifiers[1:]] == [("phone", "13900010001")]
    assert found.traits == {"name": "林小满", "city": "上海"}
    assert found.content
    assert "13900010001" not in str(found.content)


def test_media_are_named_as_in_the_house() -> None:
    found = event("im_receive_msg", {"message_type": "user_local_image"})
    assert found.content
    assert found.content.kind == "image"


def test_what_is_taken_back_is_told() -> None:
    assert ignored("new_video_digg", {"action_type": 2})
    left = event("life_member_leave", {"account_id": "7", "mobile": "13900010001"})
    assert left.traits == {"member": "false"}
    withdrawn = event("unauthorize", {"scopes": ["user_info"]})
    assert (withdrawn.type, withdrawn.consent) == (
        "consent_withdrawn",
        {"douyin:user_info": False},
    )
    assert event("unauthorize").consent == {"douyin": False}


def test_an_order_has_its_amount_in_yuan() -> None:
    order = {"order_id": "1", "pay_amount": 2990, "pay_time": 1767240400}
    found = event("life_trade_order_notify", {"action": "pay_success", "order": order})
    assert (found.type, found.object and str(found.object.amount)) == ("payment", "29.9")


def test_an_order_without_a_buyer_is_nobodys() -> None:
    order = {"order_id": "1", "pay_amount": 2990}
    content = {"action": "refund", "order": order, "msg_time": 1767240400}
    found = event("life_trade_order_notify", content, from_user_id="")
    assert (found.type, found.anonymous, found.identifiers) == ("custom", True, ())
    assert found.account.account_id == f"douyin:{CLIENT_KEY}:order/1"


def test_an_event_that_is_not_listed_is_kept_under_its_name() -> None:
    found = event("new_thing", {"x": 1})
    assert (found.type, found.platform_type, found.occurred_at) == (
        "custom",
        "new_thing",
        RECEIVED_AT,
    )


def test_an_event_that_names_nobody_is_ignored() -> None:
    assert ignored("dial_phone", from_user_id="", to_user_id="")


def test_what_the_brand_comments_is_a_reply_where_it_names_a_customer() -> None:
    comment = {
        "comment_id": "@c1",
        "comment_user_id": BRAND,
        "create_time": 1767240420,
        "at_user_id": CUSTOMER,
    }
    found = event("item_comment_reply", comment)
    assert (found.type, found.account.account_id.rpartition(":")[2]) == ("reply", CUSTOMER)
    assert ignored("item_comment_reply", comment | {"at_user_id": ""})


def test_a_comment_below_ones_own_video_is_the_brands_also_where_nobody_said_who_it_is() -> None:
    comment = {"comment_id": "@c1", "comment_user_id": BRAND, "create_time": 1767240420}
    call = body("item_comment_reply", comment, from_user_id=BRAND)
    receiver = replace(RECEIVER, brand="")
    (raw,) = receiver.receive(request(signed(SECRET, call, "m1"))).raws
    assert isinstance(read(raw), Ignored)


def test_a_reply_that_names_nobody_does_not_hide_the_same_one_in_the_list() -> None:
    comment = {"comment_id": "@c1", "comment_user_id": BRAND, "create_time": 1767240420}
    (pushed,) = webhook(body("item_comment_reply", comment)).raws
    above = {"brand": BRAND, "customer": CUSTOMER}
    listed = comment_event(json.dumps(comment).encode(), CLIENT_KEY, above, RECEIVED_AT)
    assert pushed.event_id != listed.event_id
    named = comment | {"at_user_id": CUSTOMER}
    (pushed,) = webhook(body("item_comment_reply", named)).raws
    assert pushed.event_id == listed.event_id


def test_a_repeated_webhook_is_known_by_its_message_id_and_else_by_its_bytes() -> None:
    followed = sample("douyin/new_follow_action.json")

    def id_of(message_id: str, body: bytes = followed) -> str:
        return str(webhook(body, message_id).raws[0].event_id)

    assert id_of("m1") == id_of("m1")
    assert id_of("m1") != id_of("m2")
    assert id_of("") == id_of("")
    assert id_of("") != id_of("", followed + b" ")


def test_a_comment_is_known_by_its_own_id() -> None:
    comment = sample("douyin/item_comment_reply.json")
    first, again = webhook(comment, "m1").raws[0], webhook(comment, "m2").raws[0]
    assert first.event_id == again.event_id


@pytest.mark.parametrize("challenge", ["12345", '"abc"'])
@pytest.mark.parametrize("as_text", [False, True])
def test_the_challenge_is_answered_as_the_type_that_it_came_as(
    challenge: str, as_text: bool
) -> None:
    content = f'{{"challenge": {challenge}}}'
    stated = json.dumps(content) if as_text else content
    received = webhook(f'{{"event": "verify_webhook", "content": {stated}}}'.encode())
    assert received.answer.body.decode() == f'{{"challenge":{challenge}}}'


@pytest.mark.parametrize("content", ["[]", "no json", ["a"], 1])
def test_content_that_is_none_is_rejected_by_field(content: Any) -> None:
    (raw,) = webhook(body("im_receive_msg", content)).raws
    with pytest.raises(Reject) as error:
        read(raw)
    assert error.value.field == "content"
