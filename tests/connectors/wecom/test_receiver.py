"""What WeCom's receiver keeps and whom it has looked at, beyond the contract."""

import pytest
from pydantic import SecretStr

from connectors.sdk.receiver import Received, Request
from connectors.wecom.receiver import WecomReceiver
from connectors.wecom.source import WecomSource
from pipeline.simulator import wecom_callbacks
from tests.connectors.reading import RECEIVED_AT, VECTORS, sample
from tests.connectors.wecom.told import CUSTOMER, GROUP, callback

TOKEN = VECTORS["wecom_aes"]["token"]
KEY = VECTORS["wecom_aes"]["EncodingAESKey"]


@pytest.fixture
def receiver() -> WecomReceiver:
    source = WecomSource(
        name="main",
        corp_id="ww1",
        suite_id="wwSUITE",
        token=SecretStr(TOKEN),
        encoding_aes_key=SecretStr(KEY),
        max_age_seconds=None,
    )
    receiver = source.receiver()
    assert receiver is not None
    return receiver


def received(receiver: WecomReceiver, message: bytes) -> Received:
    call = wecom_callbacks.push(TOKEN, KEY, "wwSUITE", message)
    return receiver.receive(Request("POST", "", call.query, "", {}, call.body, None, RECEIVED_AT))


@pytest.mark.parametrize("kind", ["suite_ticket", "create_auth", "cancel_auth"])
def test_the_secrets_of_an_authorization_are_kept_nowhere(
    receiver: WecomReceiver, kind: str
) -> None:
    message = f"<xml><SuiteId>wwSUITE</SuiteId><InfoType>{kind}</InfoType></xml>".encode()
    answered = received(receiver, message)
    assert (answered.raws, answered.answer.body) == ((), b"success")


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("add_external_contact.xml", CUSTOMER),
        ("add_external_contact_thirdparty.xml", CUSTOMER),
        ("change_external_chat_add_member.xml", GROUP),
    ],
)
def test_events_of_one_customer_or_group_stay_in_order(
    receiver: WecomReceiver, name: str, person: str
) -> None:
    (raw,) = received(receiver, sample(f"wecom/{name}")).raws
    assert raw.person_id == person


def test_a_changed_customer_and_a_customer_service_account_are_looked_at(
    receiver: WecomReceiver,
) -> None:
    for name in ("edit_external_contact", "kf_msg_or_event", "change_external_tag_create"):
        received(receiver, sample(f"wecom/{name}.xml"))
    assert receiver.contacts.first() == (CUSTOMER, "1767242300")
    assert receiver.service.first() == ("wkKx7QEQAAkf0001demo", "ENCdemoTokenForSyncMsg")
    assert (len(receiver.contacts), len(receiver.service)) == (1, 1)


@pytest.mark.parametrize("message", [b"<xml>", b"", "会员".encode("gb18030"), callback("")])
def test_what_cannot_be_read_is_kept_for_the_dead_letters(
    receiver: WecomReceiver, message: bytes
) -> None:
    (raw,) = received(receiver, message).raws
    assert raw.body_bytes == message
