"""A shop's callback against the signature its page publishes, and a vector wechatpy reproduces."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from connectors.sdk.receiver import Refused, Request
from connectors.wechat_channels.receiver import ShopReceiver
from connectors.wechat_channels.source import WechatChannelsSource
from tests.connectors.reading import VECTORS, sample

PUBLISHED = VECTORS["weixin_shop_published"]
AES = VECTORS["wechat_channels_aes_json"]
PLAIN = VECTORS["wechat_oa_plain"]
"""The same token, timestamp and nonce as `AES`."""


def receiver(token: str = AES["token"], app_id: str = AES["appid"]) -> ShopReceiver:
    return WechatChannelsSource(
        name="shop",
        app_id=app_id,
        token=SecretStr(token),
        encoding_aes_key=SecretStr(AES["EncodingAESKey"]),
    ).receiver()


def published(**query: str) -> Request:
    asked = {name: PUBLISHED[name] for name in ("signature", "timestamp", "nonce")}
    signed_at = datetime.fromtimestamp(int(PUBLISHED["timestamp"]), UTC)
    return Request("GET", "", asked | {"echostr": "echo"} | query, "", {}, b"", None, signed_at)


def encrypted(**query: str) -> Request:
    asked = {name: AES[name] for name in ("msg_signature", "timestamp", "nonce")}
    asked |= {"signature": PLAIN["signature"], "encrypt_type": "aes"}
    signed_at = datetime.fromtimestamp(int(AES["timestamp"]), UTC)
    body = sample("wechat_channels/encrypted_post.json")
    return Request("POST", "", asked | query, "", {}, body, None, signed_at)


def refused(receiver: ShopReceiver, request: Request) -> str:
    with pytest.raises(Refused) as error:
        receiver.receive(request)
    assert error.value.status == 403
    return error.value.reason


def test_the_published_signature_is_verified() -> None:
    received = receiver(PUBLISHED["token"]).receive(published())
    assert (received.raws, received.answer.body) == ((), b"echo")


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce"])
def test_the_published_call_with_anything_else_is_refused(name: str) -> None:
    changed = published(**{name: PUBLISHED[name][:-1] + "x"})
    assert refused(receiver(PUBLISHED["token"]), changed) == "wrong_signature"


def test_the_published_call_with_another_token_is_refused() -> None:
    assert refused(receiver("AAAAB"), published()) == "wrong_signature"


def test_the_encrypted_push_is_opened() -> None:
    received = receiver().receive(encrypted())
    (raw,) = received.raws
    assert json.loads(raw.body_bytes) == json.loads(sample("wechat_channels/order_pay.json"))
    assert received.answer.body == b"success"


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce", "signature"])
def test_the_encrypted_push_with_anything_else_is_refused(name: str) -> None:
    changed = encrypted(**{name: encrypted().query[name][:-1] + "x"})
    assert refused(receiver(), changed) == "wrong_signature"


def test_a_flipped_character_of_the_push_is_refused() -> None:
    body = encrypted().body.replace(b"c33t22L3", b"c33t22L4")
    assert refused(receiver(), replace(encrypted(), body=body)) == "wrong_signature"


def test_a_push_to_another_shop_is_refused() -> None:
    assert refused(receiver(app_id="wxOTHER"), encrypted()) == "wrong_app_id"


def test_a_push_that_is_not_encrypted_is_refused() -> None:
    body = sample("wechat_channels/order_pay.json")
    changed = replace(encrypted(encrypt_type=""), body=body)
    assert refused(receiver(), changed) == "not_encrypted"


def test_an_old_push_is_refused() -> None:
    late = encrypted().received_at + timedelta(hours=4, seconds=1)
    assert refused(receiver(), replace(encrypted(), received_at=late)) == "stale_timestamp"
