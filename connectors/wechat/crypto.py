"""The signature and the encryption of WeChat's callbacks.

wechatpy has the cipher. Its comparison of signatures is not in constant time, and it takes every
message for UTF-8; ours stand in their place.
"""

import base64
import binascii
import struct

from wechatpy.crypto import PrpCrypto
from wechatpy.crypto.base import WeChatCipher

from connectors.sdk.receiver import Refused
from connectors.sdk.signatures import check_signature, sorted_sha1

_RANDOM_BYTES = 16
"""Stand before the length, the message and the AppID."""


def aes_key(encoding_aes_key: str) -> bytes:
    """The 32 bytes of an EncodingAESKey (43 characters of base64 without padding).

    Raises:
        ValueError: when it is something else.
    """
    try:
        key = base64.b64decode(encoding_aes_key + "=", validate=True)
    except binascii.Error as error:
        raise ValueError("expected 43 characters of base64") from error
    if len(key) != 32:
        raise ValueError("expected 43 characters of base64")
    return key


def decrypt(
    encrypted: str, *, key: bytes, app_id: str, token: str, timestamp: str, nonce: str,
    msg_signature: str | None,
) -> bytes:  # fmt: skip
    """The bytes inside `Encrypt`, after its signature and its receiver were checked.

    Raises:
        Refused: 403 when the signature is wrong or it was encrypted for another AppID.
    """
    check_signature(msg_signature, sorted_sha1(token, timestamp, nonce, encrypted))
    try:
        padded: bytes = WeChatCipher(key).decrypt(base64.b64decode(encrypted))
        content = padded[_RANDOM_BYTES : -padded[-1]]
        (length,) = struct.unpack_from(">I", content)
    except (ValueError, IndexError, struct.error) as error:
        raise Refused(403, "not_decryptable") from error
    message, receiver = content[4 : 4 + length], content[4 + length :]
    if receiver != app_id.encode():
        raise Refused(403, "wrong_app_id")
    return message


def encrypt(message: bytes, *, key: bytes, app_id: str) -> str:
    """What stands in `Encrypt` when the platform sends `message`; for simulated platform ends."""
    encrypted: bytes = PrpCrypto(key).encrypt(message, app_id)
    return encrypted.decode("ascii")
