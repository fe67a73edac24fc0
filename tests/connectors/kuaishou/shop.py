"""A shop's orders at a simulated Kuaishou, and an app that polls them."""

import time
from typing import Any

from pydantic import SecretStr

from connectors.kuaishou.source import KuaishouSource

HOUR_MS = 3_600_000
MESSAGE_KEY = "MDEyMzQ1Njc4OWFiY2RlZg=="


def order(number: int, *, hours_ago: float = 1, paid: bool = False, **base: Any) -> dict[str, Any]:
    """An order that was placed `hours_ago`, and has changed just then."""
    at = int(time.time() * 1000 - hours_ago * HOUR_MS) + number
    return {
        "orderBaseInfo": {
            "oid": 2607600000000000 + number,
            "status": 30 if paid else 10,
            "createTime": at,
            "payTime": at + 1 if paid else 0,
            "updateTime": at + 1,
            "totalFee": 12800,
            "buyerOpenId": "buyer",
            **base,
        },
        "orderItemInfo": {"itemTitle": "保湿面霜 50ml", "num": 1},
    }


def shop(url: str, **settings: Any) -> KuaishouSource:
    return KuaishouSource(
        name="shop",
        app_id=f"ks{abs(hash(url))}",
        app_secret=SecretStr("secret"),
        base_url=url,
        shop_url=url,
        calls_per_second=1000,
        **settings,
    )


def order_source(url: str, refresh_token: str = "refresh") -> KuaishouSource:
    return shop(
        url,
        sign_secret=SecretStr("sign"),
        refresh_token=SecretStr(refresh_token),
        message_key=SecretStr(MESSAGE_KEY),
    )
