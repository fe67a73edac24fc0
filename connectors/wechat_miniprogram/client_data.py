"""What a mini program's client gives with a proof that WeChat made it."""

import base64
import hashlib
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Refused
from connectors.sdk.signatures import check_signature
from schemas.errors import Reject

_BLOCK_BITS = 128


def check_raw_data(raw_data: str, session_key: str, signature: str | None) -> None:
    """Check `signature`, the SHA-1 of rawData and session_key.

    Raises:
        Refused: 403 when it is another.
    """
    signed = (raw_data + session_key).encode()
    check_signature(signature, hashlib.sha1(signed, usedforsecurity=False).hexdigest())


def decrypt_data(encrypted: str, *, initial_vector: str, session_key: str, app_id: str) -> Payload:
    """What is in `encryptedData`: AES-128-CBC, key and IV in base64, PKCS#7.

    Raises:
        Refused: 403 when it is not decryptable, or its watermark names another mini program.
    """
    content = _decrypted(encrypted, initial_vector, session_key)
    check_watermark(content, app_id)
    return content


def check_watermark(content: Payload, app_id: str) -> None:
    """Check for which mini program WeChat gave something out.

    Raises:
        Refused: 403 when it was another.
        Reject: when its watermark is no object.
    """
    if content.child("watermark").text("appid") != app_id:
        raise Refused(403, "wrong_app_id")


def _decrypted(encrypted: str, initial_vector: str, session_key: str) -> Payload:
    try:
        key, vector = base64.b64decode(session_key), base64.b64decode(initial_vector)
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        padded = decryptor.update(base64.b64decode(encrypted)) + decryptor.finalize()
        unpadder = PKCS7(_BLOCK_BITS).unpadder()
        content: dict[str, Any] = parse_object(unpadder.update(padded) + unpadder.finalize())
    except (ValueError, Reject) as error:
        raise Refused(403, "not_decryptable") from error
    return Payload(content)
