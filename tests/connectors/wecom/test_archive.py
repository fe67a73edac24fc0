"""Archived messages beyond the sample."""

import json
from typing import Any

import pytest

from connectors.registry import read
from connectors.sdk.reading import Ignored, Reading
from schemas.event import EventType, ObjectRef
from tests.connectors.reading import events_of
from tests.connectors.wecom.told import CUSTOMER, OTHER_CUSTOMER, wrapped


def message(**fields: Any) -> bytes:
    usual = {
        "msgid": "1",
        "action": "send",
        "from": "wangmin",
        "tolist": [CUSTOMER],
        "roomid": "",
        "msgtime": 1767244100123,
        "msgtype": "text",
        "text": {"content": "好的"},
    }
    return json.dumps(usual | {name.rstrip("_"): value for name, value in fields.items()}).encode()


def reading(**fields: Any) -> Reading:
    return read(wrapped(message(**fields), "archive"))


def test_a_staff_members_message_is_a_reply_to_the_customer() -> None:
    (event,) = events_of(wrapped(message(), "archive"))
    assert (event.type, event.account.account_id[-32:]) == (EventType.REPLY, CUSTOMER)
    assert event.content is not None
    assert event.content.text == "好的"
    assert event.object == ObjectRef(type="staff", id="wangmin")


def test_in_a_group_of_one_customer_the_staff_replies_to_that_one() -> None:
    (event,) = events_of(wrapped(message(roomid="wr1", tolist=["liqiang", CUSTOMER]), "archive"))
    assert (event.type, event.object) == (EventType.REPLY, ObjectRef(type="group", id="wr1"))


def test_in_a_group_of_several_the_staff_replies_to_nobody() -> None:
    assert reading(roomid="wr1", tolist=[CUSTOMER, OTHER_CUSTOMER]) == Ignored(
        "no one customer's reply"
    )


def test_a_staff_member_whose_id_begins_like_a_customers_is_staff() -> None:
    (event,) = events_of(wrapped(message(from_="wmchen"), "archive"))
    assert event.type == EventType.REPLY


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"tolist": ["liqiang"]}, "names no customer"),
        ({"action": "switch"}, "a staff member changed the corporation"),
        ({"action": "recall", "msgtype": "revoke"}, "a staff member's doing, not the customer's"),
        ({"msgtype": "agree", "agree": {"userid": "wangmin"}}, "names no customer"),
    ],
)
def test_what_no_customer_did_is_ignored(fields: dict[str, Any], reason: str) -> None:
    assert reading(**fields) == Ignored(reason)


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [("agree", EventType.CONSENT_GIVEN), ("disagree", EventType.CONSENT_WITHDRAWN)],
)
def test_a_customer_consents_to_the_archive_or_does_not(kind: str, meaning: EventType) -> None:
    body = message(from_=CUSTOMER, tolist=["wangmin"], msgtype=kind, **{kind: {"userid": CUSTOMER}})
    (event,) = events_of(wrapped(body, "archive"))
    assert (event.type, event.consent) == (meaning, {"wecom_archive": kind == "agree"})


def test_a_customers_recall_names_the_message() -> None:
    body = message(
        action="recall", from_=CUSTOMER, msgtype="revoke", revoke={"pre_msgid": "7"}, tolist=["a"]
    )
    (event,) = events_of(wrapped(body, "archive"))
    assert (event.type, event.object) == (
        EventType.CUSTOM,
        ObjectRef(type="message", id="7"),
    )


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [
        ("image", {"sdkfileid": "F1", "md5sum": "x"}, (None, None, "F1")),
        ("link", {"link_url": "https://a/1", "description": "d"}, ("d", "https://a/1", None)),
        ("location", {"address": "示例路1号", "longitude": 121.4}, ("示例路1号", None, None)),
    ],
)
def test_other_messages_keep_what_they_say(
    kind: str, said: dict[str, Any], kept: tuple[str | None, ...]
) -> None:
    (event,) = events_of(wrapped(message(from_=CUSTOMER, msgtype=kind, **{kind: said}), "archive"))
    content = event.content
    assert content is not None
    assert content.kind == kind
    assert (content.text, content.url, content.media_id) == kept
    assert bool(event.traits) == (kind == "location")


def test_markdown_stands_under_another_name() -> None:
    (event,) = events_of(
        wrapped(message(msgtype="markdown", info={"content": "**今日**"}), "archive")
    )
    assert event.content is not None
    assert event.content.text == "**今日**"
