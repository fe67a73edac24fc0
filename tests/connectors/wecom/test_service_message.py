"""Customer service beyond the sample."""

import json
from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored
from schemas.event import EventType
from tests.connectors.reading import events_of
from tests.connectors.wecom.told import CUSTOMER, wrapped


def message(**fields: Any) -> bytes:
    usual = {"msgid": "1", "open_kfid": "wk1", "external_userid": CUSTOMER, "send_time": 1767244001}
    said = {"origin": 3, "msgtype": "text", "text": {"content": "你好"}}
    return json.dumps(usual | said | fields).encode()


def happened(kind: str, **fields: Any) -> bytes:
    event = {"event_type": kind, "open_kfid": "wk1", "external_userid": CUSTOMER} | fields
    return json.dumps(
        {"msgid": "1", "send_time": 1767244001, "origin": 4, "msgtype": "event", "event": event}
    ).encode()


def test_a_staff_members_answer_is_a_reply_to_the_customer() -> None:
    body = message(origin=5, servicer_userid="wangmin")
    (event,) = events_of(wrapped(body, "service_message"))
    assert (event.type, event.account.account_id[-32:]) == (EventType.REPLY, CUSTOMER)
    assert event.content is not None
    assert (event.content.text, event.context.attributes) == ("你好", {"staff": "wangmin"})


def test_what_the_system_sends_is_ignored() -> None:
    assert read(wrapped(message(origin=4), "service_message")) == Ignored("sent by the system")


@pytest.mark.parametrize(
    ("kind", "fields", "meaning", "attributes"),
    [
        ("msg_send_fail", {"fail_msgid": "7", "fail_type": 4}, EventType.DELIVERY,
         {"message_id": "7", "reason": "4"}),
        ("enter_session", {"wechat_channels": {"nickname": "示例品牌"}}, EventType.VISIT,
         {"channels": "示例品牌"}),
        ("session_status_change", {"change_type": 3}, EventType.TICKET, {"change": "3"}),
        ("user_recall_msg", {"recall_msgid": "7"}, EventType.CUSTOM, {"recalled": "7"}),
        ("brand_new", {}, EventType.CUSTOM, {}),
    ],
)  # fmt: skip
def test_what_happens_in_a_conversation_is_the_customers(
    kind: str, fields: dict[str, Any], meaning: EventType, attributes: dict[str, str]
) -> None:
    (event,) = events_of(wrapped(happened(kind, **fields), "service_message"))
    assert (event.type, event.platform_type, event.context.attributes) == (
        meaning,
        kind,
        attributes,
    )


@pytest.mark.parametrize(
    "kind",
    ["servicer_status_change", "servicer_recall_msg", "reject_customer_msg_switch_change"],
)
def test_what_the_staff_does_is_ignored(kind: str) -> None:
    assert isinstance(read(wrapped(happened(kind), "service_message")), Ignored)


def test_a_phone_in_a_title_is_masked() -> None:
    body = message(
        msgtype="link", link={"title": "致电13900010001", "url": "https://a/?m=13900010001"}
    )
    (event,) = events_of(wrapped(body, "service_message"))
    assert event.content is not None
    assert event.content.attributes == {"title": "致电139****0001"}
    assert event.content.url == "https://a/?m=139****0001"
