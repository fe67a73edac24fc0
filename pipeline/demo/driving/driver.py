"""Push a day through a running stack: callbacks, platforms to be polled, and the CRM's file."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain

import httpx

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from connectors.sdk.files.importing import import_file
from connectors.sdk.publisher import Publisher
from pipeline.demo import brand
from pipeline.demo.day import Day
from pipeline.demo.payloads import crm, web
from pipeline.kafka import producer_options
from pipeline.settings import Settings
from pipeline.simulator import wechat, weibo
from pipeline.simulator.call import Call
from pipeline.simulator.pushing import Push, push_all
from schemas.errors import Fatal

POLL_SECONDS = 180.0
"""How long the pollers may take for one round over everything."""

OnDelivered = Callable[[str, int], None]
"""Told, from several threads, of the platform and of how many events were delivered."""


def push_day(day: Day, settings: Settings, on_delivered: OnDelivered) -> int:
    """Deliver everything until the connectors have taken all of it.

    Returns how many rows of the CRM's file were rejected.

    Raises:
        Fatal: when a connector refuses a delivery, or does not poll.
        Retry: when the broker is away.
    """
    push_all(pushes_of(day, settings), lambda push: on_delivered(push.platform, push.events))
    rejected_rows = import_crm_file(day, settings, on_delivered)
    wait_for_pollers(settings)
    on_delivered("wechat_oa", sum(map(len, day.followers.values())))
    on_delivered("weibo", len(day.comments) + len(day.mentions))
    return rejected_rows


def pushes_of(day: Day, settings: Settings) -> Iterator[Push]:
    """All callbacks, those of the platforms mixed."""
    address = f"http://{settings.connector_host}:{settings.connector_port}"
    by_platform = (
        list(_wechat_pushes(day, address)),
        list(_weibo_pushes(day, address)),
        list(_web_pushes(day, address)),
    )
    placed = chain.from_iterable(
        ((place / len(pushes), number, push) for place, push in enumerate(pushes))
        for number, pushes in enumerate(by_platform)
    )
    for _, _, push in sorted(placed, key=lambda item: item[:2]):
        yield push


def _wechat_pushes(day: Day, address: str) -> Iterator[Push]:
    names = {account.app_id: name for name, account in brand.WECHAT.items()}
    for callback in day.wechat_oa:
        name = names[callback.app_id]
        account, openid = brand.WECHAT[name], callback.openid
        sign = partial(wechat.push, account, callback.body, openid=openid)
        yield Push("wechat_oa", f"{address}/wechat_oa/{name}", sign)


def _weibo_pushes(day: Day, address: str) -> Iterator[Push]:
    for callback in day.weibo:
        sign = partial(weibo.push, brand.WEIBO_APP_SECRET, callback.body)
        yield Push("weibo", f"{address}/weibo/{brand.WEIBO}", sign)


def _web_pushes(day: Day, address: str) -> Iterator[Push]:
    """Batches, which tell who sends them by the write key."""
    headers = web.headers(brand.WEB_WRITE_KEY)
    for visit in day.web:
        call = Call(path="/v1/batch", headers=headers, body=web.batch(visit))
        yield Push("web", f"{address}/web/{brand.WEB}", partial(_unsigned, call), len(visit))


def _unsigned(call: Call) -> Call:
    return call


def import_crm_file(day: Day, settings: Settings, on_delivered: OnDelivered) -> int:
    """Import the CRM's export; gives the number of rejected rows.

    Raises:
        Retry: when the broker is away. Importing all of it again is safe.
    """
    path = settings.data_dir / "crm_export.csv"
    path.write_bytes(day.crm_file)
    with closing(Publisher(producer_options(settings))) as publisher:
        summary = import_file(
            path,
            CrmExport(load_mapping(crm.MAPPING)),
            publisher,
            rejected_path=path.with_suffix(".rejected.csv"),
        )
    on_delivered("crm", summary.imported)
    return summary.rejected


def wait_for_pollers(settings: Settings) -> None:
    """Wait until every poller has seen the end of its list.

    Raises:
        Fatal: when that takes more than three minutes.
    """
    url = f"http://{settings.connector_host}:{settings.connector_port}/health"
    until = time.monotonic() + POLL_SECONDS
    while time.monotonic() < until:
        pollers = httpx.get(url, timeout=10, trust_env=False).json()["pollers"]
        if pollers and all(poller["state"] == "waiting" for poller in pollers.values()):
            return
        time.sleep(0.2)
    raise Fatal(f"the pollers are not done after {POLL_SECONDS:.0f} s: {pollers}")
