import asyncio
from collections import Counter

import httpx
import pytest

from connectors.registry import read
from connectors.sdk.poller import Poller
from connectors.wechat_oa.api import WechatApi
from connectors.wechat_oa.followers import FollowersPoller
from connectors.weibo.api import WeiboApi
from connectors.weibo.lists import LISTS, ListPoller
from pipeline.demo import brand
from pipeline.demo.day import Day, make_day
from pipeline.demo.payloads.weibo import BRAND_UID
from pipeline.demo.people import OFFICIAL_ACCOUNTS
from pipeline.demo.platforms import platform_ends
from schemas.event import CustomerEvent
from schemas.raw import RawEvent


@pytest.fixture(scope="module")
def day() -> Day:
    return make_day(700, seed=7)


async def one_round(day: Day, pollers: list[Poller]) -> list[RawEvent]:
    transport = httpx.ASGITransport(platform_ends(day))
    raws: list[RawEvent] = []
    async with httpx.AsyncClient(transport=transport) as client:
        for poller in pollers:
            cursor, more = None, True
            while more:
                page = await poller.page(cursor, client)
                raws.extend(page.raws)
                cursor, more = page.cursor, page.more
    return raws


def events(raws: list[RawEvent]) -> list[CustomerEvent]:
    readings = [read(raw) for raw in raws]
    return [event for reading in readings if isinstance(reading, tuple) for event in reading]


def test_every_follower_is_polled_once(day: Day) -> None:
    pollers: list[Poller] = [
        FollowersPoller(
            WechatApi("http://end", app, brand.WECHAT_APP_SECRET), f"wechat_oa/{app}/f", 1, "op"
        )
        for app in OFFICIAL_ACCOUNTS
    ]
    polled = events(asyncio.run(one_round(day, pollers)))

    assert Counter(event.account.account_id for event in polled) == Counter(
        f"wechat_oa:{app}:{info['openid']}"
        for app in OFFICIAL_ACCOUNTS
        for info in day.followers[app]
    )
    assert all({found.type for found in e.identifiers} == {"openid", "unionid"} for e in polled)


def test_every_comment_and_mention_is_polled_once(day: Day) -> None:
    api = WeiboApi("http://end", brand.WEIBO_ACCESS_TOKEN)
    pollers: list[Poller] = [
        ListPoller(api, str(BRAND_UID), "weibo/brand", posts, 1) for posts in LISTS
    ]
    polled = events(asyncio.run(one_round(day, pollers)))

    assert len(day.comments) > 200
    assert Counter(event.account.account_id for event in polled) == Counter(
        f"weibo:global:{post['user']['idstr']}" for post in (*day.comments, *day.mentions)
    )
    assert len({event.event_id for event in polled}) == len(polled)
