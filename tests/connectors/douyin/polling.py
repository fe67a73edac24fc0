"""A brand's comments at a simulated Douyin, and an app that polls them."""

from typing import Any

from pydantic import SecretStr

from connectors.douyin.source import DouyinSource
from tests.connectors.douyin.calls import BRAND

VIDEO = "@video/1=="
FIRST_SECONDS = 1767240000


def comment(
    number: int, *, author: str = "u1", replies: int = 0, top: bool = False
) -> dict[str, Any]:
    return {
        "comment_id": f"@c{number:04}",
        "comment_user_id": author,
        "nick_name": "x",
        "content": f"hello {number}",
        "create_time": FIRST_SECONDS + number,
        "digg_count": 0,
        "reply_comment_total": replies,
        "top": False,
    }


def source(url: str, **settings: Any) -> DouyinSource:
    return DouyinSource(
        name="brand",
        client_key=f"aw{abs(hash(url))}",
        client_secret=SecretStr("secret"),
        base_url=url,
        live_url=url,
        apps_url=url,
        calls_per_second=1000,
        **settings,
    )


def polling_source(url: str, refresh_token: str = "refresh", *item_ids: str) -> DouyinSource:
    return source(
        url,
        open_id=BRAND,
        refresh_token=SecretStr(refresh_token),
        item_ids=item_ids or (VIDEO,),
    )
