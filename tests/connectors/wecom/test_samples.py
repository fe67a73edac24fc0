"""Every sample of WeCom becomes the right events or is ignored for a stated reason."""

import json
from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored
from connectors.wecom import contacts, customer_service, groups
from connectors.wecom.api import token_of
from tests.connectors.reading import SAMPLES, events_of, sample, stated
from tests.connectors.wecom.told import CORP, CUSTOMER, GROUP, OTHER_CUSTOMER, UNIONID, wrapped

CALLED_BACK: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "add_external_contact.xml": (
        "follow",
        "add_external_contact",
        "2026-01-01T04:33:20Z",
        {
            "object": {"type": "staff", "id": "wangmin"},
            "context": {"scene": "ch_live_20260101"},
        },
    ),
    "add_external_contact_thirdparty.xml": (
        "follow",
        "add_external_contact",
        "2026-01-01T04:33:20Z",
        {
            "object": {"type": "staff", "id": "wangmin"},
            "context": {"scene": "ch_live_20260101"},
        },
    ),
    "add_half_external_contact.xml": (
        "custom",
        "add_half_external_contact",
        "2026-01-01T04:33:10Z",
        {
            "object": {"type": "staff", "id": "wangmin"},
            "context": {"scene": "ch_live_20260101"},
        },
    ),
    "del_follow_user.xml": (
        "unfollow",
        "del_follow_user",
        "2026-01-01T23:26:40Z",
        {"object": {"type": "staff", "id": "wangmin"}},
    ),
    "transfer_fail.xml": (
        "custom",
        "transfer_fail",
        "2026-01-01T23:43:20Z",
        {
            "object": {"type": "staff", "id": "liqiang"},
            "context": {"attributes": {"reason": "customer_refused"}},
        },
    ),
    "msg_audit_approved.xml": (
        "consent_given",
        "msg_audit_approved",
        "2026-01-01T04:35:00Z",
        {
            "object": {"type": "staff", "id": "wangmin"},
            "consent": {"wecom_archive": True},
        },
    ),
}

IGNORED = {
    "edit_external_contact.xml": "a staff member's notes; the contact's details tell them",
    "del_external_contact.xml": "a staff member's doing, not the customer's",
    "change_external_chat_create.xml": "a staff member's doing, not the customer's",
    "change_external_chat_dismiss.xml": "a staff member's doing, not the customer's",
    "change_external_tag_create.xml": "the corporation's list of tags",
    "kf_msg_or_event.xml": "only says that there is something to be asked for",
}

JOINED = "change_external_chat_add_member.xml"
ANSWERED = {
    "externalcontact_get.json",
    "batch_get_by_user.json",
    "groupchat_get.json",
    "kf_sync_msg.json",
    "unionid_to_external_userid.json",
    "gettoken.json",
}
ARCHIVED = {"msgaudit_decrypted_text.json", "msgaudit_getchatdata.json"}


def whose(customer: str = CUSTOMER, *more: str) -> dict[str, Any]:
    return {
        "account": f"wecom:{CORP}:{customer}",
        "identifiers": [f"external_userid({CORP})={customer}", *more],
    }


@pytest.mark.parametrize("name", CALLED_BACK)
def test_a_callback_becomes_its_event(name: str) -> None:
    (event,) = events_of(wrapped(sample(f"wecom/{name}")))
    kind, platform_type, occurred_at, rest = CALLED_BACK[name]
    assert stated(event) == {
        "type": kind,
        "platform_type": platform_type,
        "occurred_at": occurred_at,
        **whose(),
        **rest,
    }


@pytest.mark.parametrize("name", IGNORED)
def test_what_no_customer_did_is_ignored(name: str) -> None:
    assert read(wrapped(sample(f"wecom/{name}"))) == Ignored(IGNORED[name])


def test_each_customer_who_joins_a_group_has_an_event() -> None:
    events = events_of(wrapped(sample(f"wecom/{JOINED}")))
    assert [stated(event) for event in events] == [
        {
            "type": "join_group",
            "platform_type": "add_member",
            "occurred_at": "2026-01-01T04:51:40Z",
            **whose(customer),
            "object": {"type": "group", "id": GROUP},
            "context": {"attributes": {"join_scene": "3"}},
        }
        for customer in (CUSTOMER, OTHER_CUSTOMER)
    ]
    assert len({event.event_id for event in events}) == 2


def test_the_details_of_a_customer_are_a_snapshot_of_what_all_staff_noted() -> None:
    raw = wrapped(sample("wecom/externalcontact_get.json"), "contact", complete="yes")
    (event,) = events_of(raw)
    assert stated(event) == {
        "type": "identify",
        "platform_type": "contact",
        "occurred_at": "2026-01-01T03:50:00Z",
        **whose(CUSTOMER, f"unionid(brand)={UNIONID}", "phone()=13900010001"),
        "traits": {"nickname": "林小满", "gender": "female"},
        "context": {
            "scene": "ch_live_20260101",
            "attributes": {
                "staff": ["wangmin", "liqiang"],
                "add_ways": ["1", "10"],
                "tag_ids": ["etKx7QEQAAtag0001demo"],
                "channels": ["示例品牌视频号"],
            },
        },
    }
    assert event.snapshot


def test_the_batch_tells_what_one_staff_member_noted() -> None:
    (raw,) = contacts.raw_events(sample("wecom/batch_get_by_user.json"), CORP, "brand")
    (event,) = events_of(raw)
    told = stated(event)
    assert told.pop("occurred_at")
    assert told == {
        "type": "identify",
        "platform_type": "contact",
        **whose(CUSTOMER, f"unionid(brand)={UNIONID}", "phone()=13900010001"),
        "traits": {"nickname": "林小满", "gender": "female"},
        "context": {
            "scene": "ch_live_20260101",
            "attributes": {
                "staff": ["wangmin"],
                "add_ways": ["1"],
                "tag_ids": ["etKx7QEQAAtag0001demo"],
            },
        },
    }
    assert not event.snapshot


def test_of_a_group_its_customers_are_told() -> None:
    group = Payload(parse_object(sample("wecom/groupchat_get.json"))).child("group_chat")
    (raw,) = groups.raw_events(group, GROUP, CORP, "brand")
    (event,) = events_of(raw)
    told = stated(event)
    assert told.pop("occurred_at")
    assert told == {
        "type": "identify",
        "platform_type": "group_member",
        **whose(CUSTOMER, f"unionid(brand)={UNIONID}"),
        "traits": {"nickname": "林小满"},
        "object": {"type": "group", "id": GROUP},
        "context": {"scene": "grp_sh_017", "attributes": {"join_scene": "3"}},
    }


def test_customer_service_gives_messages_and_events() -> None:
    raws = customer_service.raw_events(sample("wecom/kf_sync_msg.json"), CORP)
    assert [raw.person_id for raw in raws] == [CUSTOMER, CUSTOMER]
    account = {"type": "service_account", "id": "wkKx7QEQAAkf0001demo"}
    assert [stated(event) for raw in raws for event in events_of(raw)] == [
        {
            "type": "message",
            "platform_type": "text",
            "occurred_at": "2026-01-01T05:06:41Z",
            **whose(),
            "content": {"kind": "text", "text": "我想改收货地址"},
            "object": account,
        },
        {
            "type": "visit",
            "platform_type": "enter_session",
            "occurred_at": "2026-01-01T05:06:30Z",
            **whose(),
            "object": account,
            "context": {"scene": "store_sh_017", "attributes": {"scene": "mp_menu"}},
        },
    ]


def test_an_archived_message_is_the_customers() -> None:
    (event,) = events_of(wrapped(sample("wecom/msgaudit_decrypted_text.json"), "archive"))
    assert stated(event) == {
        "type": "message",
        "platform_type": "text",
        "occurred_at": "2026-01-01T05:08:20.123000Z",
        **whose(),
        "content": {"kind": "text", "text": "收到了,谢谢"},
        "object": {"type": "staff", "id": "wangmin"},
    }


def test_what_is_still_encrypted_is_ignored() -> None:
    raw = wrapped(sample("wecom/msgaudit_getchatdata.json"), "archive")
    assert read(raw) == Ignored("still encrypted; what the archive's SDK decrypts can be read")


def test_a_conversion_joins_unionid_and_customer() -> None:
    (event,) = events_of(wrapped(sample("wecom/unionid_to_external_userid.json"), "conversion"))
    assert stated(event) == {
        "type": "identify",
        "platform_type": "conversion",
        "occurred_at": "2026-01-01T03:50:00Z",
        **whose(CUSTOMER, f"unionid(brand)={UNIONID}"),
    }


def test_a_conversion_of_somebody_who_is_no_customer_yet_is_ignored() -> None:
    asked = json.loads(sample("wecom/unionid_to_external_userid.json"))
    pending = {"request": asked["request"], "response": asked["response_not_yet_customer"]}
    assert read(wrapped(json.dumps(pending).encode(), "conversion")) == Ignored("no customer yet")


def test_the_token_is_read_and_is_no_event() -> None:
    token = token_of(sample("wecom/gettoken.json"))
    assert (token.value, token.expires_at is not None) == ("demo-access-token", True)


def test_the_staffs_own_words_are_never_passed_on() -> None:
    answers = [wrapped(sample("wecom/externalcontact_get.json"), "contact")]
    answers += contacts.raw_events(sample("wecom/batch_get_by_user.json"), CORP, "brand")
    for raw in answers:
        text = "".join(event.to_bytes().decode() for event in events_of(raw))
        assert not any(word in text for word in ("上海店", "偏好晚间联系", "闺蜜推荐"))


def test_no_sample_is_left_out() -> None:
    """`encrypted_post.xml` is the vector of `test_vectors`."""
    known = {*CALLED_BACK, *IGNORED, JOINED, *ANSWERED, *ARCHIVED, "encrypted_post.xml"}
    assert {path.name for path in (SAMPLES / "wecom").iterdir()} == known
    assert len(array_elements(sample("wecom/kf_sync_msg.json"), "msg_list")) == 2
