"""A shop as it is configured, its orders, and the pushes about them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from connectors.xiaohongshu.source import XiaohongshuSource
from pipeline.simulator.call import Call
from pipeline.simulator.xiaohongshu import Order, XiaohongshuEnd, push

APP, SECRET, SEGMENT = "app1", "app secret", "long-and-random"
PATH = f"/xiaohongshu/shop/{SEGMENT}"
REFRESH_TOKEN = "given by the shop"


def shop(seller_id: str = "seller", **settings: Any) -> XiaohongshuSource:
    """A shop that receives pushes; with `base_url` it asks for its orders there, too."""
    usual: dict[str, Any] = {"path_secret": SecretStr(SEGMENT)}
    if "base_url" in settings:
        usual |= {
            "refresh_token": SecretStr(REFRESH_TOKEN),
            "calls_per_second": 1000,
            "first_days": 0.02,
        }
    return XiaohongshuSource(
        name="shop",
        seller_id=seller_id,
        app_id=APP,
        app_secret=SecretStr(SECRET),
        **usual | settings,
    )


def order(number: int, minutes_ago: float = 10, status: int = 2, **said: Any) -> Order:
    now = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    at = int(now.timestamp() * 1000)
    times = {"createdTime": at, "paidTime": at, "updateTime": at}
    return {"orderId": f"P{number}", "orderStatus": status, "totalPayAmount": 12890} | times | said


def end_of(orders: list[Order]) -> XiaohongshuEnd:
    return XiaohongshuEnd(
        orders, app_id=APP, app_secret=SECRET, refresh_token=REFRESH_TOKEN, most_per_page=10
    )


def status(
    number: int, order_status: int = 1, at: int = 1767240900123
) -> tuple[str, dict[str, Any]]:
    """What a push tells of an order's status."""
    data = {"orderId": f"P{number}", "orderStatus": order_status, "updateTime": at}
    return "msg_fulfillment_status_change", data


def pushed(*messages: tuple[str, dict[str, Any]], now: float | None = None) -> Call:
    return push(
        messages,
        seller_id="seller",
        app_id=APP,
        app_secret=SECRET,
        callback_path=PATH,
        path=f"/{SEGMENT}",
        now=now,
    )
