"""What stands between a call and its message, beside what each platform's own tests show."""

from datetime import UTC, datetime

import pytest

from connectors.sdk.receiver import Refused, Request
from connectors.wechat.crypto import aes_key
from connectors.wechat.envelope import SealedEnvelope, SignedEnvelope
from pipeline.simulator.wechat import WechatAccount, push
from tests.connectors.reading import VECTORS

ECHO = VECTORS["wecom_verify_url"]
KEY = ECHO["EncodingAESKey"]
SAFE = WechatAccount("wx1", "token", KEY)


def request(query: dict[str, str], body: bytes = b"", method: str = "POST") -> Request:
    signed_at = datetime.fromtimestamp(int(query["timestamp"]), UTC)
    return Request(method, "", query, "", {}, body, None, signed_at)


def sealed(receive_id: str = ECHO["receive_id"]) -> SealedEnvelope:
    return SealedEnvelope(ECHO["token"], receive_id, aes_key(KEY), max_age_seconds=300)


def echo_call(**query: str) -> Request:
    asked = {name: ECHO[name] for name in ("msg_signature", "timestamp", "nonce", "echostr")}
    return request(asked | query, method="GET")


@pytest.mark.parametrize("as_json", [False, True])
def test_a_message_is_opened_whatever_format_its_envelope_has(as_json: bool) -> None:
    call = push(SAFE, b"inside", as_json=as_json)
    envelope = SignedEnvelope("token", "wx1", aes_key(KEY), "safe", 300)
    asked = request(call.query, call.body)
    assert envelope.echo(asked) is None
    assert envelope.opened(asked) == b"inside"


def test_an_encrypted_echo_is_opened() -> None:
    answer = sealed().echo(echo_call())
    assert answer is not None
    assert answer.body.decode() == ECHO["reply_to_GET"]


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce", "echostr"])
def test_an_encrypted_echo_with_anything_else_is_refused(name: str) -> None:
    other = {"timestamp": str(int(ECHO["timestamp"]) + 1)}.get(name, ECHO[name][:-1])
    with pytest.raises(Refused) as error:
        sealed().echo(echo_call(**{name: other}))
    assert error.value.reason == "wrong_signature"


def test_an_encrypted_echo_for_another_receiver_is_refused() -> None:
    with pytest.raises(Refused) as error:
        sealed("wwOTHER").echo(echo_call())
    assert error.value.reason == "wrong_app_id"


def test_a_sealed_message_is_opened_without_a_signature_of_the_call() -> None:
    account = WechatAccount(ECHO["receive_id"], ECHO["token"], KEY)
    call = push(account, b"inside")
    del call.query["signature"]
    assert sealed().opened(request(call.query, call.body)) == b"inside"


def test_a_sealed_message_that_is_old_is_refused() -> None:
    account = WechatAccount(ECHO["receive_id"], ECHO["token"], KEY)
    call = push(account, b"inside", now=1_767_238_900)
    late = request(call.query | {"timestamp": "1767238900"}, call.body)
    old = Request("POST", "", late.query, "", {}, late.body, None, datetime(2026, 1, 2, tzinfo=UTC))
    with pytest.raises(Refused) as error:
        sealed().opened(old)
    assert error.value.reason == "stale_timestamp"


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"<xml></xml>", b'{"Encrypt": {}}'])
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as error:
        sealed().opened(request({"timestamp": "1767238900"}, body))
    assert error.value.reason == "not_encrypted"
