"""Which of WeCom's callbacks are the same event."""

import pytest

from connectors.sdk.payload import Payload
from connectors.sdk.xml_text import parse_xml
from connectors.wecom.callback import dedupe_key
from tests.connectors.reading import sample
from tests.connectors.wecom.told import CUSTOMER, callback


def key_of(body: bytes) -> str:
    return dedupe_key(Payload(parse_xml(body)), body)


def changed(**fields: str) -> str:
    usual = {"ChangeType": "add_external_contact", "UserID": "a", "ExternalUserID": CUSTOMER}
    return key_of(callback("change_external_contact", **(usual | fields)))


def group_changed(**fields: str) -> str:
    usual = {"ChangeType": "update", "ChatId": "wr1", "UpdateDetail": "add_member"}
    return key_of(callback("change_external_chat", **(usual | fields)))


def test_a_delivery_to_another_app_of_the_corporation_is_the_same_event() -> None:
    assert changed(WelcomeCode="one") == changed(WelcomeCode="another", AgentID="1000002")


@pytest.mark.parametrize(
    "field", ["ChangeType", "UserID", "ExternalUserID", "CreateTime", "FailReason"]
)
def test_changes_that_differ_in_one_thing_are_two_events(field: str) -> None:
    assert changed() != changed(**{field: "1767242009"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ChatId", "wr2"),
        ("UpdateDetail", "del_member"),
        ("CurMemVer", "2"),
        ("MemChangeList", "<Item>wm1</Item>"),
    ],
)
def test_changes_of_groups_that_differ_in_one_thing_are_two_events(field: str, value: str) -> None:
    assert group_changed() != group_changed(**{field: value})


def test_other_events_are_told_apart_by_all_that_they_say() -> None:
    tag = sample("wecom/change_external_tag_create.xml")
    assert key_of(tag) == key_of(tag) != key_of(tag.replace(b"tag0001", b"tag0002"))
    doorbell = sample("wecom/kf_msg_or_event.xml")
    assert key_of(doorbell) != key_of(doorbell.replace(b"ENCdemo", b"ENCnext"))


def test_a_third_party_apps_callback_is_its_corporations() -> None:
    body = sample("wecom/add_external_contact_thirdparty.xml")
    other = body.replace(b"ww5c0e7f19ab34d286", b"ww0000000000000001")
    assert key_of(body) != key_of(other)
