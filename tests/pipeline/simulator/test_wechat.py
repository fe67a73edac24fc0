import pytest
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException
from wechatpy.utils import check_signature

from pipeline.simulator.wechat import WechatAccount, push

PLAIN = WechatAccount("wx6b0e4d2a97c815f3", "token")
SAFE = WechatAccount("wx6b0e4d2a97c815f3", "token", "BwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMkJSY")
BODY = "<xml><Content><![CDATA[你好]]></Content></xml>".encode()


def test_another_implementation_accepts_what_is_signed() -> None:
    signed = push(PLAIN, BODY)

    check_signature(
        "token", signed.query["signature"], signed.query["timestamp"], signed.query["nonce"]
    )
    assert signed.body == BODY


def test_another_implementation_decrypts_what_is_encrypted() -> None:
    signed = push(SAFE, BODY)
    query = signed.query
    crypto = WeChatCrypto(SAFE.token, SAFE.aes_key, SAFE.app_id)
    arguments = (query["msg_signature"], query["timestamp"], query["nonce"])

    assert crypto.decrypt_message(signed.body, *arguments) == BODY.decode()
    with pytest.raises(InvalidSignatureException):
        crypto.decrypt_message(signed.body, "0" * 40, *arguments[1:])
