"""Doudian's end: messages about orders and refunds. Nothing is asked for.

Source: op.jinritemai.com, message push.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from pipeline.simulator.call import Call

Message = dict[str, Any]
"""One message: `tag`, `msg_id`, `data`."""


def push(app_key: str, app_secret: str, messages: Sequence[Message]) -> Call:
    """A call with these messages, signed."""
    return signed(app_key, app_secret, json.dumps(list(messages), ensure_ascii=False).encode())


def signed(app_key: str, app_secret: str, body: bytes) -> Call:
    """A call with this body, signed."""
    covered = app_key.encode() + body + app_secret.encode()
    signature = hashlib.md5(covered, usedforsecurity=False).hexdigest()
    return Call(headers={"app-id": app_key, "event-sign": signature}, body=body)
