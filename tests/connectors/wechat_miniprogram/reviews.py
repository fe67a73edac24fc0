"""Reviews as the platform lists them."""

from typing import Any


def review(number: int, created_at: int) -> dict[str, Any]:
    return {
        "commentId": f"29000000000000{number:05}",
        "amount": 12800,
        "createTime": str(created_at),
        "payTime": str(created_at - 1000),
        "score": 500,
        "content": {"txt": "good"},
        "orderInfo": {"busiOrderId": f"SO{number}"},
        "userInfo": {"openid": f"o{number}", "headImg": "", "nickName": "x"},
    }
