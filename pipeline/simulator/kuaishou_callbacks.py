"""Kuaishou's calls: a shop's encrypted messages, and signed pushes from live rooms.

Source: open.kuaishou.com, WebHook; open.kwaixiaodian.com, messages.
"""

import base64
import hashlib
import itertools
import json
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from pipeline.simulator.call import Call

Json = dict[str, Any]
"""What happened to an order, or what a viewer did, as Kuaishou writes it."""

_numbers = itertools.count(1)


def shop_message(app_id: str, message_key: str, event: str, info: Json) -> Call:
    """A message of the shop, encrypted."""
    number = next(_numbers)
    message = {
        "eventId": f"event-{number}",
        "bizId": info.get("oid"),
        "openId": "seller",
        "appKey": app_id,
        "event": event,
        "info": json.dumps(info),
        "createTime": 1767240900123,
    }
    return encrypted(message_key, json.dumps(message).encode())


def encrypted(message_key: str, body: bytes) -> Call:
    """A call with this body, encrypted as the shop's messages are."""
    padder = PKCS7(128).padder()
    padded = padder.update(body) + padder.finalize()
    cipher = Cipher(algorithms.AES(base64.b64decode(message_key)), modes.CBC(bytes(16)))
    encryptor = cipher.encryptor()
    return Call(
        path="/shop", body=base64.b64encode(encryptor.update(padded) + encryptor.finalize())
    )


def push(app_id: str, app_secret: str, push_type: str, payload: list[Json], at: int) -> Call:
    """A push from a live room at `at` (milliseconds since 1970), signed."""
    number = next(_numbers)
    event = {
        "timestamp": at,
        "app_id": app_id,
        "event": "LIVE_INTERACTION_DATA",
        "message_id": f"message-{number}",
        "data": {
            "push_type": push_type,
            "unique_message_id": f"unique-{number}",
            "author_open_id": "author",
            "live_timestamp": str(at),
            "room_code": "ROOM0001",
            "payload": payload,
        },
    }
    return signed(app_secret, json.dumps(event, ensure_ascii=False).encode())


def signed(app_secret: str, body: bytes) -> Call:
    """A call with this body, signed."""
    signature = hashlib.md5(body + app_secret.encode(), usedforsecurity=False).hexdigest()
    return Call(headers={"kwaisign": signature}, body=body)
