"""All platforms: one line each, and those of installed packages."""

from collections.abc import Mapping

from connectors.bilibili import event_types as bilibili
from connectors.bilibili.reader import read as read_bilibili
from connectors.bilibili.source import BilibiliSource
from connectors.comments import event_types as comments
from connectors.comments.reader import read as read_comments
from connectors.crm.reader import EVENT_TYPES as CRM_EVENT_TYPES
from connectors.crm.reader import read as read_crm
from connectors.douyin import event_types as douyin
from connectors.douyin.reader import read as read_douyin
from connectors.douyin.source import DouyinSource
from connectors.douyin_shop import event_types as douyin_shop
from connectors.douyin_shop.reader import read as read_douyin_shop
from connectors.douyin_shop.source import DouyinShopSource
from connectors.installed import with_installed
from connectors.kuaishou import event_types as kuaishou
from connectors.kuaishou.reader import read as read_kuaishou
from connectors.kuaishou.source import KuaishouSource
from connectors.meituan import event_types as meituan
from connectors.meituan.reader import read as read_meituan
from connectors.meituan.source import MeituanSource
from connectors.sdk.platform import Platform
from connectors.sdk.reading import Reading
from connectors.taobao import event_types as taobao
from connectors.taobao.reader import read as read_taobao
from connectors.taobao.source import TaobaoSource
from connectors.web import event_types as web
from connectors.web.reader import read as read_web
from connectors.web.source import WebSource
from connectors.wechat_channels import event_types as wechat_channels
from connectors.wechat_channels.reader import read as read_wechat_channels
from connectors.wechat_channels.source import WechatChannelsSource
from connectors.wechat_miniprogram import event_types as wechat_miniprogram
from connectors.wechat_miniprogram.reader import read as read_wechat_miniprogram
from connectors.wechat_miniprogram.source import WechatMiniprogramSource
from connectors.wechat_oa import event_types as wechat_oa
from connectors.wechat_oa.reader import read as read_wechat_oa
from connectors.wechat_oa.source import WechatOaSource
from connectors.wecom import event_types as wecom
from connectors.wecom.reader import read as read_wecom
from connectors.wecom.source import WecomSource
from connectors.weibo import event_types as weibo
from connectors.weibo.reader import read as read_weibo
from connectors.weibo.source import WeiboSource
from connectors.xiaohongshu import event_types as xiaohongshu
from connectors.xiaohongshu.reader import read as read_xiaohongshu
from connectors.xiaohongshu.source import XiaohongshuSource
from connectors.zhihu import event_types as zhihu
from connectors.zhihu.reader import read as read_zhihu
from connectors.zhihu.source import ZhihuSource
from schemas.errors import Reject
from schemas.raw import RawEvent

_OWN = {
    platform.name: platform
    for platform in (
        Platform("bilibili", read_bilibili, bilibili.EVENT_TYPES, BilibiliSource),
        Platform("comments", read_comments, comments.EVENT_TYPES),
        Platform("crm", read_crm, CRM_EVENT_TYPES),
        Platform("douyin", read_douyin, douyin.EVENT_TYPES, DouyinSource),
        Platform("douyin_shop", read_douyin_shop, douyin_shop.EVENT_TYPES, DouyinShopSource),
        Platform("kuaishou", read_kuaishou, kuaishou.EVENT_TYPES, KuaishouSource),
        Platform("meituan", read_meituan, meituan.EVENT_TYPES, MeituanSource),
        Platform("taobao", read_taobao, taobao.EVENT_TYPES, TaobaoSource),
        Platform("web", read_web, web.EVENT_TYPES, WebSource),
        Platform(
            "wechat_channels",
            read_wechat_channels,
            wechat_channels.EVENT_TYPES,
            WechatChannelsSource,
        ),
        Platform(
            "wechat_miniprogram",
            read_wechat_miniprogram,
            wechat_miniprogram.EVENT_TYPES,
            WechatMiniprogramSource,
        ),
        Platform("wechat_oa", read_wechat_oa, wechat_oa.EVENT_TYPES, WechatOaSource),
        Platform("wecom", read_wecom, wecom.EVENT_TYPES, WecomSource),
        Platform("weibo", read_weibo, weibo.EVENT_TYPES, WeiboSource),
        Platform("xiaohongshu", read_xiaohongshu, xiaohongshu.EVENT_TYPES, XiaohongshuSource),
        Platform("zhihu", read_zhihu, zhihu.EVENT_TYPES, ZhihuSource),
    )
}
PLATFORMS: Mapping[str, Platform] = with_installed(_OWN)


def read(raw: RawEvent) -> Reading:
    """Read a raw event by its platform.

    Raises:
        Reject: when the platform is unknown, or its reader cannot read the payload.
    """
    platform = PLATFORMS.get(raw.platform)
    if platform is None:
        raise Reject("platform", "one of " + ", ".join(PLATFORMS), raw.platform)
    return platform.read(raw)
