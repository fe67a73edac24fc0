"""The demo's platforms: one line each, and all about each in its module in `payloads`."""

from collections.abc import Mapping

from pipeline.demo.payloads import (
    bilibili,
    crm,
    douyin,
    douyin_shop,
    kuaishou,
    meituan,
    taobao,
    web,
    wechat_channels,
    wechat_miniprogram,
    wechat_oa,
    wecom,
    weibo,
    xiaohongshu,
    zhihu,
)
from pipeline.demo.platform import Platform

PLATFORMS: Mapping[str, Platform] = {
    platform.name: platform
    for platform in (
        wechat_oa.PLATFORM,
        wechat_miniprogram.PLATFORM,
        wechat_channels.PLATFORM,
        wecom.PLATFORM,
        weibo.PLATFORM,
        douyin.PLATFORM,
        douyin_shop.PLATFORM,
        kuaishou.PLATFORM,
        xiaohongshu.PLATFORM,
        bilibili.PLATFORM,
        zhihu.PLATFORM,
        taobao.PLATFORM,
        meituan.PLATFORM,
        web.PLATFORM,
        crm.PLATFORM,
    )
}

EVERY = tuple(PLATFORMS)
SOCIAL = ("wechat_oa", "weibo", "web", "crm")
"""Where a person can be known again by what an account states; measurements are made on these."""
