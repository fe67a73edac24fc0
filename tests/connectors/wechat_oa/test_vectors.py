"""WeChat's signature and encryption against vectors that wechatpy reproduces."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from connectors.sdk.receiver import Received, Refused, Request
from connectors.sdk.signatures import sorted_sha1
from connectors.wechat.crypto import aes_key, encrypt
from connectors.wechat.envelope import Mode
from connectors.wechat.receiver import PushReceiver
from connectors.wechat_oa.source import WechatOaSource
from tests.connectors.reading import VECTORS, sample

PLAIN = VECTORS["wechat_oa_plain"]
AES = VECTORS["wechat_oa_aes"]
SIGNED_AT = datetime.fromtimestamp(int(PLAIN["timestamp"]), UTC)


def receiver(mode: Mode = "safe", app_id: str = AES["appid"]) -> PushReceiver:
    return WechatOaSource(
        name="main",
        app_id=app_id,
        token=SecretStr(PLAIN["token"]),
        encoding_aes_key=None if mode == "plain" else SecretStr(AES["EncodingAESKey"]),
        mode=mode,
    ).receiver()


def request(method: str = "POST", body: bytes = b"", **query: str) -> Request:
    signed = {name: PLAIN[name] for name in ("signature", "timestamp", "nonce")}
    return Request(method, "", signed | query, "", {}, body, None, SIGNED_AT)


def encrypted(**query: str) -> Request:
    return request(
        body=sample("wechat_oa/encrypted_post.xml"),
        encrypt_type="aes",
        **{"msg_signature": AES["msg_signature"]} | query,
    )


def refused(receiver: PushReceiver, request: Request) -> str:
    with pytest.raises(Refused) as error:
        receiver.receive(request)
    assert error.value.status in {400, 403}
    return error.value.reason


def test_the_echo_is_given_back() -> None:
    received = receiver("plain").receive(request("GET", echostr=PLAIN["echostr"]))
    assert (received.raws, received.answer.body.decode()) == ((), PLAIN["reply_to_GET"])


@pytest.mark.parametrize("echo", ["", "58372 61940", "<script>"])
def test_an_echo_that_wechat_would_not_send_is_refused(echo: str) -> None:
    assert refused(receiver("plain"), request("GET", echostr=echo)) == "wrong_echo"


@pytest.mark.parametrize("mode", ["safe", "compatible"])
def test_the_encrypted_message_is_kept_as_it_was_before(mode: Mode) -> None:
    received = receiver(mode).receive(encrypted())
    assert received.answer.body == b"success"
    assert _body(received) == sample(AES["plaintext_file"])


@pytest.mark.parametrize("message", ["<xml>会员</xml>".encode("gb18030"), b""])
def test_an_encrypted_message_of_any_bytes_is_kept(message: bytes) -> None:
    inside = encrypt(message, key=aes_key(AES["EncodingAESKey"]), app_id=AES["appid"])
    call = request(
        body=f"<xml><Encrypt>{inside}</Encrypt></xml>".encode(),
        encrypt_type="aes",
        msg_signature=sorted_sha1(PLAIN["token"], PLAIN["timestamp"], PLAIN["nonce"], inside),
    )
    assert _body(receiver().receive(call)) == message


def test_compatible_mode_takes_plain_messages_too() -> None:
    body = sample("wechat_oa/text.xml")
    assert _body(receiver("compatible").receive(request(body=body))) == body


def test_safe_mode_refuses_plain_messages() -> None:
    assert refused(receiver(), request(body=sample("wechat_oa/text.xml"))) == "not_encrypted"


def test_a_flipped_character_of_the_message_is_refused() -> None:
    body = sample("wechat_oa/encrypted_post.xml").replace(b"0MpPGEIa", b"0MpPGEIb")
    assert refused(receiver(), replace(encrypted(), body=body)) == "wrong_signature"


def test_a_swapped_nonce_is_refused() -> None:
    assert refused(receiver(), encrypted(nonce="408812354")) == "wrong_signature"


def test_a_wrong_signature_of_the_message_is_refused() -> None:
    assert refused(receiver(), encrypted(msg_signature="0" * 40)) == "wrong_signature"


def test_a_signature_whose_plus_became_a_space_is_refused() -> None:
    body = sample("wechat_oa/encrypted_post.xml").replace(b"+", b" ")
    assert refused(receiver(), replace(encrypted(), body=body)) == "wrong_signature"


def test_a_message_to_another_app_is_refused() -> None:
    assert refused(receiver(app_id="wxOTHER"), encrypted()) == "wrong_app_id"


def test_an_old_call_is_refused() -> None:
    later = datetime.fromtimestamp(int(PLAIN["timestamp"]) + 301, UTC)
    assert refused(receiver(), replace(encrypted(), received_at=later)) == "stale_timestamp"


def _body(received: Received) -> bytes:
    (raw,) = received.raws
    return raw.body_bytes
