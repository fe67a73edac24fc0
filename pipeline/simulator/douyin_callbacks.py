"""Douyin's calls: signed webhooks, and pushes from live rooms.

Source: open.douyin.com, webhooks; developer.open-douyin.com, live rooms.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Sequence
from typing import Any

from pipeline.simulator.call import Call

Json = dict[str, Any]
"""A live message or an event, as Douyin writes it."""


def webhook(client_secret: str, event: Json, message_id: str) -> Call:
    """A webhook, signed."""
    return signed(client_secret, json.dumps(event, ensure_ascii=False).encode(), message_id)


def signed(client_secret: str, body: bytes, message_id: str = "") -> Call:
    """A call with this body, signed as webhooks are."""
    covered = client_secret.encode() + body
    signature = hashlib.sha1(covered, usedforsecurity=False).hexdigest()
    headers = {"X-Douyin-Signature": signature, "Content-Type": "application/json"}
    return Call(headers=headers | ({"Msg-Id": message_id} if message_id else {}), body=body)


def live_push(data_secret: str, message_type: str, room_id: str, messages: Sequence[Json]) -> Call:
    """A push of these messages from a room, signed now."""
    body = json.dumps(list(messages), ensure_ascii=False).encode()
    return live_signed(data_secret, message_type, room_id, body)


def live_signed(
    data_secret: str,
    message_type: str,
    room_id: str,
    body: bytes,
    *,
    now: float | None = None,
) -> Call:
    """A call with this body, signed as live pushes are, at `now` (seconds since 1970)."""
    headers = {
        "x-nonce-str": str(secrets.randbelow(10**6)),
        "x-timestamp": str(int((time.time() if now is None else now) * 1000)),
        "x-roomid": room_id,
        "x-msg-type": message_type,
    }
    stated = "&".join(f"{name}={headers[name]}" for name in sorted(headers))
    covered = stated.encode() + body + data_secret.encode()
    digest = hashlib.md5(covered, usedforsecurity=False).digest()
    signature = base64.b64encode(digest).decode()
    return Call(path="/live", headers=headers | {"x-signature": signature}, body=body)
