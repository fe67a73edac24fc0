"""The platforms' own ends, as far as they are polled: each answers for one day."""

from starlette.applications import Starlette

from pipeline.demo import brand
from pipeline.demo.day import Day
from pipeline.demo.platforms import wechat_oa
from pipeline.simulator.weibo import WeiboEnd


def platform_ends(day: Day) -> Starlette:
    """One app that answers for WeChat and for Weibo; their paths differ."""
    weibo = WeiboEnd(
        day.comments, status_mentions=day.mentions, access_token=brand.WEIBO_ACCESS_TOKEN
    )
    return Starlette(routes=[*wechat_oa.routes(day.followers), *weibo.routes])
