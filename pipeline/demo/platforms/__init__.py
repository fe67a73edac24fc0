"""The platforms' own ends, as far as they are polled: each answers for one day."""

from starlette.applications import Starlette

from pipeline.demo import brand
from pipeline.demo.day import Day
from pipeline.simulator.wechat_oa import WechatOaEnd
from pipeline.simulator.weibo import WeiboEnd

PAGE_OPENIDS = 1000
"""WeChat itself lists 10,000 in a page; the demo has fewer followers and shows several pages."""


def platform_ends(day: Day) -> Starlette:
    """One app that answers for WeChat and for Weibo; their paths differ."""
    weibo = WeiboEnd(
        day.comments, status_mentions=day.mentions, access_token=brand.WEIBO_ACCESS_TOKEN
    )
    app_secrets = dict.fromkeys(day.followers, brand.WECHAT_APP_SECRET)
    wechat_oa = WechatOaEnd(day.followers, app_secrets, page_openids=PAGE_OPENIDS)
    return Starlette(routes=[*wechat_oa.routes, *weibo.routes])
