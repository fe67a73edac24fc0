"""The day through the connectors, the normalize steps and the resolver, all in this process."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from connectors.sdk.files.importing import import_file
from connectors.sdk.poller import Poller
from connectors.sdk.receiver import Request
from connectors.web.receiver import WebReceiver
from connectors.wechat.crypto import aes_key
from connectors.wechat_oa.api import WechatApi
from connectors.wechat_oa.followers import FollowersPoller
from connectors.wechat_oa.receiver import WechatOaReceiver
from connectors.weibo.api import WeiboApi
from connectors.weibo.lists import LISTS, ListPoller
from connectors.weibo.receiver import WeiboReceiver
from pipeline.demo import brand
from pipeline.demo.day import Day
from pipeline.demo.driving.signing import sign_wechat
from pipeline.demo.payloads import crm, web
from pipeline.demo.payloads.weibo import BRAND_UID
from pipeline.demo.people import OPEN_PLATFORM, SITE
from pipeline.demo.platforms import platform_ends
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, Rejected, run_steps
from pipeline.simulator import weibo
from pipeline.simulator.call import Call
from schemas.errors import Fatal
from schemas.event import CustomerEvent
from schemas.raw import RawEvent


@dataclass(slots=True)
class _Published:
    raws: list[RawEvent] = field(default_factory=list)

    def publish(self, raws: Sequence[RawEvent]) -> None:
        self.raws += raws


def raw_events(day: Day, directory: Path) -> list[RawEvent]:
    """Every delivery as the connectors would publish it."""
    return [*_received(day), *asyncio.run(_polled(day)), *_imported(day, directory)]


def customer_events(raws: Sequence[RawEvent]) -> Iterator[CustomerEvent]:
    """What the normalize agent makes of them.

    Raises:
        Fatal: when one of them cannot be read, since the day has none such.
    """
    steps = normalizing_steps("CN")
    for raw in raws:
        outcome = run_steps(steps, raw.to_bytes())
        if isinstance(outcome, Rejected):
            raise Fatal(f"the day has an event that cannot be read: {outcome.failure}")
        if isinstance(outcome, Done):
            yield from outcome.value


def pollers() -> list[Poller]:
    """What asks the platforms' ends."""
    api = WeiboApi("http://end", brand.WEIBO_ACCESS_TOKEN)
    return [
        *(
            FollowersPoller(
                WechatApi("http://end", account.app_id, brand.WECHAT_APP_SECRET),
                f"wechat_oa/{name}/followers",
                1,
                OPEN_PLATFORM,
            )
            for name, account in brand.WECHAT.items()
        ),
        *(ListPoller(api, str(BRAND_UID), "weibo/brand", posts, 1) for posts in LISTS),
    ]


def _received(day: Day) -> Iterator[RawEvent]:
    wechat = {
        account.app_id: (
            account,
            WechatOaReceiver(
                account.app_id,
                account.token,
                "safe" if account.aes_key else "plain",
                aes_key(account.aes_key) if account.aes_key else None,
                OPEN_PLATFORM,
                300,
            ),
        )
        for account in brand.WECHAT.values()
    }
    for callback in day.wechat_oa:
        account, receiver = wechat[callback.app_id]
        call = sign_wechat(account, callback.openid, callback.body)
        yield from receiver.receive(_request(call)).raws
    fans = WeiboReceiver(str(BRAND_UID), brand.WEIBO_APP_SECRET, 300)
    for fans_callback in day.weibo:
        call = weibo.push(brand.WEIBO_APP_SECRET, fans_callback.body)
        yield from fans.receive(_request(call)).raws
    site = WebReceiver(SITE, brand.WEB_WRITE_KEY, frozenset(), (), OPEN_PLATFORM)
    headers = web.headers(brand.WEB_WRITE_KEY)
    for visit in day.web:
        call = Call(path="/v1/batch", headers=headers, body=web.batch(visit))
        yield from site.receive(_request(call)).raws


async def _polled(day: Day) -> list[RawEvent]:
    raws: list[RawEvent] = []
    transport = httpx.ASGITransport(platform_ends(day))
    async with httpx.AsyncClient(transport=transport) as client:
        for poller in pollers():
            cursor, more = None, True
            while more:
                page = await poller.page(cursor, client)
                raws.extend(page.raws)
                cursor, more = page.cursor, page.more
    return raws


def _imported(day: Day, directory: Path) -> list[RawEvent]:
    path = directory / "crm.csv"
    path.write_bytes(day.crm_file)
    published = _Published()
    import_file(
        path,
        CrmExport(load_mapping(crm.MAPPING)),
        published,
        rejected_path=directory / "rejected.csv",
    )
    return published.raws


def _request(call: Call) -> Request:
    now = datetime.now(UTC)
    return Request(call.method, call.path, call.query, "", call.headers, call.body, None, now)
