"""WeCom's signature and encryption against vectors that wechatpy reproduces."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr

from connectors.sdk.receiver import Received, Refused, Request
from connectors.wecom.receiver import WecomReceiver
from connectors.wecom.source import WecomSource
from tests.connectors.reading import VECTORS, sample

ECHO = VECTORS["wecom_verify_url"]
POST = VECTORS["wecom_aes"]
SIGNED_AT = datetime.fromtimestamp(int(POST["timestamp"]), UTC)


def receiver(corp_id: str = POST["receive_id"], suite_id: str | None = None) -> WecomReceiver:
    found = WecomSource(
        name="main",
        corp_id=corp_id,
        suite_id=suite_id,
        token=SecretStr(POST["token"]),
        encoding_aes_key=SecretStr(POST["EncodingAESKey"]),
    ).receiver()
    assert found is not None
    return found


def request(vector: Mapping[str, str], method: str, body: bytes, query: dict[str, str]) -> Request:
    signed = {name: vector[name] for name in ("msg_signature", "timestamp", "nonce")}
    return Request(method, "", signed | query, "", {}, body, None, SIGNED_AT)


def echo(**query: str) -> Request:
    return request(ECHO, "GET", b"", {"echostr": ECHO["echostr"]} | query)


def posted(**query: str) -> Request:
    return request(POST, "POST", sample("wecom/encrypted_post.xml"), query)


def refused(request: Request, by: WecomReceiver | None = None) -> str:
    with pytest.raises(Refused) as error:
        (by or receiver()).receive(request)
    assert error.value.status == 403
    return error.value.reason


def body_of(received: Received) -> bytes:
    (raw,) = received.raws
    return raw.body_bytes


def test_the_echo_is_decrypted_and_nothing_stands_around_it() -> None:
    received = receiver().receive(echo())
    assert (received.raws, received.answer.body) == ((), ECHO["reply_to_GET"].encode())


def test_the_echo_is_read_as_it_stands_in_an_address() -> None:
    query = dict(parse_qsl(f"echostr={ECHO['echostr_urlencoded']}"))
    assert receiver().receive(echo(**query)).answer.body == ECHO["reply_to_GET"].encode()


def test_an_echo_whose_plus_became_a_space_is_refused() -> None:
    assert refused(echo(echostr=ECHO["echostr"].replace("+", " "))) == "wrong_signature"


@pytest.mark.parametrize("changed", [{"nonce": "1372623194"}, {"echostr": ""}, {"timestamp": "1"}])
def test_a_tampered_echo_is_refused(changed: dict[str, str]) -> None:
    assert refused(echo(**changed)) == "wrong_signature"


def test_the_message_is_kept_as_it_was_before_encryption() -> None:
    received = receiver().receive(posted())
    assert received.answer.body == b"success"
    assert body_of(received) == sample(POST["plaintext_file"])


@pytest.mark.parametrize("position", [0, 100, 700])
def test_a_flipped_character_of_the_message_is_refused(position: int) -> None:
    encrypted = POST["Encrypt"]
    flipped = "A" if encrypted[position] != "A" else "B"
    changed = encrypted[:position] + flipped + encrypted[position + 1 :]
    body = sample("wecom/encrypted_post.xml").replace(encrypted.encode(), changed.encode())
    assert refused(replace(posted(), body=body)) == "wrong_signature"


def test_a_message_whose_plus_became_a_space_is_refused() -> None:
    body = sample("wecom/encrypted_post.xml").replace(b"+", b" ")
    assert refused(replace(posted(), body=body)) == "wrong_signature"


def test_a_swapped_nonce_is_refused() -> None:
    assert refused(posted(nonce="1372623194")) == "wrong_signature"


def test_a_message_to_another_corporation_is_refused() -> None:
    assert refused(posted(), receiver("wwOTHER")) == "wrong_app_id"
    assert refused(echo(), receiver("wwOTHER")) == "wrong_app_id"


def test_a_third_party_app_takes_only_what_is_for_its_suite() -> None:
    assert refused(posted(), receiver(suite_id="wwSUITE")) == "wrong_app_id"
    own = receiver("wwOTHER", suite_id=POST["receive_id"])
    assert body_of(own.receive(posted())) == sample(POST["plaintext_file"])


def test_a_replay_is_the_same_event_at_first_and_refused_later() -> None:
    first, again = (receiver().receive(posted()).raws[0] for _ in range(2))
    assert first.event_id == again.event_id
    late = datetime.fromtimestamp(int(POST["timestamp"]) + 301, UTC)
    assert refused(replace(posted(), received_at=late)) == "stale_timestamp"


@pytest.mark.parametrize("body", [b"", b"<xml></xml>", sample("wecom/add_external_contact.xml")])
def test_what_is_not_encrypted_is_refused(body: bytes) -> None:
    assert refused(replace(posted(), body=body)) == "not_encrypted"
