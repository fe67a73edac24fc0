"""The platforms' own ends, as far as they are polled: each answers for one day."""

from starlette.applications import Starlette

from pipeline.demo.day import Day
from pipeline.demo.platforms import wechat_oa, weibo


def platform_ends(day: Day) -> Starlette:
    """One app that answers for WeChat and for Weibo; their paths differ."""
    return Starlette(routes=[*wechat_oa.routes(day.followers), *weibo.routes(day)])
