"""Messages of a shop 快手小店, which are encrypted by a key of the app's console."""

import base64
import binascii

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Refused
from schemas.errors import Reject

_BLOCK_BITS = 128
_NO_VECTOR = bytes(16)


def message_key(text: str) -> bytes:
    """The key's bytes; its padding may be missing.

    Raises:
        ValueError: when it is no base64 of an AES key.
    """
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("expected the base64 of an AES key") from error
    if len(key) not in {16, 24, 32}:
        raise ValueError("expected the base64 of an AES key")
    return key


def opened(body: bytes, key: bytes) -> Payload:
    """The message, which nobody without the key can write in a way that comes out as JSON.

    Raises:
        Refused: 403 when it cannot be decrypted, or is no JSON object then.
    """
    try:
        encrypted = base64.b64decode(body, validate=True)
        decryptor = Cipher(algorithms.AES(key), modes.CBC(_NO_VECTOR)).decryptor()
        padded = decryptor.update(encrypted) + decryptor.finalize()
        unpadder = PKCS7(_BLOCK_BITS).unpadder()
        return Payload(parse_object(unpadder.update(padded) + unpadder.finalize()))
    except (ValueError, Reject) as error:
        raise Refused(403, "wrong_encryption") from error
