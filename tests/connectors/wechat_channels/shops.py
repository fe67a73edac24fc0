"""Shops, and orders as the platform gives them."""

from typing import Any

from pydantic import SecretStr

from connectors.wechat_channels.source import WechatChannelsSource
from tests.connectors.reading import VECTORS

KEY = VECTORS["wechat_oa_aes"]["EncodingAESKey"]
TOKEN = "token"
APP_SECRET = "app secret"


def shop(app_id: str, **settings: Any) -> WechatChannelsSource:
    """A shop that is not polled, unless the settings say otherwise."""
    return WechatChannelsSource.model_validate(
        {
            "name": "shop",
            "app_id": app_id,
            "token": SecretStr(TOKEN),
            "encoding_aes_key": SecretStr(KEY),
            "calls_per_second": 1000,
            **settings,
        }
    )


def polled_shop(app_id: str, url: str, first_days: float = 30) -> WechatChannelsSource:
    return shop(app_id, app_secret=SecretStr(APP_SECRET), base_url=url, first_days=first_days)


def order(number: int, updated_at: int) -> dict[str, Any]:
    """One that was made and paid at once."""
    return {
        "order_id": f"37050000000000{number:05}",
        "status": 20,
        "openid": f"o{number}",
        "unionid": f"u{number}",
        "create_time": updated_at,
        "update_time": updated_at,
        "order_detail": {
            "pay_info": {"pay_time": updated_at},
            "price_info": {"order_price": 12800},
        },
    }


def aftersale(number: int, updated_at: int, status: str) -> dict[str, Any]:
    return {
        "after_sale_order_id": f"20000{number:05}",
        "status": status,
        "openid": f"o{number}",
        "order_id": f"37050000000000{number:05}",
        "refund_info": {"amount": 12800},
        "create_time": updated_at,
        "update_time": updated_at,
    }
