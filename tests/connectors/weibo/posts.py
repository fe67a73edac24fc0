"""Posts as Weibo's lists show them."""

from typing import Any


def post(number: int, uid: int = 2700000001) -> dict[str, Any]:
    return {
        "created_at": "Thu Jan 01 12:05:31 +0800 2026",
        "id": 5120000000000000 + number,
        "idstr": str(5120000000000000 + number),
        "text": f"hello {number}",
        "user": {"id": uid, "idstr": str(uid), "screen_name": "x"},
    }
