"""Kuaishou's end: webhooks.

Source: open.kuaishou.com, WebHook.
"""

import hashlib
import itertools
import json
from typing import Any

from pipeline.simulator.call import Call

Json = dict[str, Any]

_numbers = itertools.count(1)


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
