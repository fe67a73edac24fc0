"""The day through the connectors, the normalize steps and the resolver, all in this process."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from pydantic import SecretStr

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from connectors.sdk.files.importing import import_file
from connectors.sdk.poller import Poller
from connectors.sdk.receiver import Request
from connectors.sdk.tokens import Tokens
from connectors.web.receiver import WebReceiver
from connectors.wechat_oa.source import WechatOaSource
from connectors.weibo.api import WeiboApi
from connectors.weibo.lists import LISTS, ListPoller
from connectors.weibo.receiver import WeiboReceiver
from pipeline.demo import brand
from pipeline.demo.day import Day
from pipeline.demo.payloads import crm, web
from pipeline.demo.payloads.weibo import BRAND_UID
from pipeline.demo.people import OPEN_PLATFORM, SITE
from pipeline.demo.platforms import platform_ends
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, Rejected, run_steps
from pipeline.simulator import wechat, weibo
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
    return [*_received(day), *asyncio.run(_polled(day, directory)), *_imported(day, directory)]


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


def pollers(tokens: Tokens) -> list[Poller]:
    """What asks the platforms' ends."""
    api = WeiboApi("http://end", brand.WEIBO_ACCESS_TOKEN)
    return [
        *(poller for source in _official_accounts().values() for poller in source.pollers(tokens)),
        *(ListPoller(api, str(BRAND_UID), "weibo/brand", posts, 1) for posts in LISTS),
    ]


def _official_accounts() -> dict[str, WechatOaSource]:
    """AppID -> the account as it is configured."""
    return {
        account.app_id: WechatOaSource(
            name=name,
            app_id=account.app_id,
            token=SecretStr(account.token),
            encoding_aes_key=SecretStr(account.aes_key) if account.aes_key else None,
            mode="safe" if account.aes_key else "plain",
            open_platform=OPEN_PLATFORM,
            app_secret=SecretStr(brand.WECHAT_APP_SECRET),
            base_url="http://end",
            calls_per_second=1000,
        )
        for name, account in brand.WECHAT.items()
    }


def _received(day: Day) -> Iterator[RawEvent]:
    accounts = {account.app_id: account for account in brand.WECHAT.values()}
    receivers = {app_id: source.receiver() for app_id, source in _official_accounts().items()}
    for callback in day.wechat_oa:
        account = accounts[callback.app_id]
        call = wechat.push(account, callback.body, openid=callback.openid)
        yield from receivers[callback.app_id].receive(_request(call)).raws
    fans = WeiboReceiver(str(BRAND_UID), brand.WEIBO_APP_SECRET, 300)
    for fans_callback in day.weibo:
        call = weibo.push(brand.WEIBO_APP_SECRET, fans_callback.body)
        yield from fans.receive(_request(call)).raws
    site = WebReceiver(SITE, brand.WEB_WRITE_KEY, frozenset(), (), OPEN_PLATFORM)
    headers = web.headers(brand.WEB_WRITE_KEY)
    for visit in day.web:
        call = Call(path="/v1/batch", headers=headers, body=web.batch(visit))
        yield from site.receive(_request(call)).raws


async def _polled(day: Day, directory: Path) -> list[RawEvent]:
    raws: list[RawEvent] = []
    transport = httpx.ASGITransport(platform_ends(day))
    async with httpx.AsyncClient(transport=transport) as client:
        for poller in pollers(Tokens(directory / "tokens.sqlite3")):
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
