"""The demo's platforms: one line each, and all about each in its module in `payloads`."""

from collections.abc import Mapping

from pipeline.demo.payloads import crm, web, wechat_oa, weibo
from pipeline.demo.platform import Platform

PLATFORMS: Mapping[str, Platform] = {
    platform.name: platform
    for platform in (
        wechat_oa.PLATFORM,
        weibo.PLATFORM,
        web.PLATFORM,
        crm.PLATFORM,
    )
}

EVERY = tuple(PLATFORMS)
SOCIAL = ("wechat_oa", "weibo", "web", "crm")
"""Where a person can be known again by what an account states; measurements are made on these."""
