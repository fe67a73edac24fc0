"""One person stands in the samples of all platforms: their accounts become one profile."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.meituan.recipient import native_id_of
from connectors.registry import PLATFORMS
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, run_steps
from resolvers.policy import load_policy
from resolvers.resolution import PlacedEvent, Position, Resolution
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import NO_PROFILE, CustomerEvent
from schemas.raw import RawEvent
from tests.connectors.crm.exports import SAMPLES, imported, shipped
from tests.connectors.meituan import orders
from tests.connectors.reading import RECEIVED_AT
from tests.connectors.test_fuzz import Bodies

CORP = "ww5c0e7f19ab34d286"
EXPORTS = {
    "hubspot_contacts": "hubspot",
    "salesforce_contact": "salesforce",
    "cn_crm_gb18030": "chinese_crm",
}

LIN = {
    "wechat_oa:app-wechat_oa:oLmP41xT9wQe0RkVbHs6YdUfNa2c",
    "wechat_miniprogram:app-wechat_miniprogram:ovXr70JcGqDz1NwSyT5EhKbPmL8u",
    "wechat_channels:app-wechat_channels:osQd23UfRbVx8HkMaW6TyGnZpE0j",
    f"wecom:{CORP}:wmKx7QEQAA9dLhVrT2sYbNcUfGpZoWaM",
    "douyin:app-douyin:7c1d0b52-3e84-4f6a-9b27-5a0e6f1c8d39",
    "web:shop:user/u_10001",
    "web:shop:anonymous/9b2f7c1e-6c1d-4d0e-8b1e-0a5d4f3c2b1a",
    "web:shop:anonymous/7f1c2d3e-0000-4000-8000-0000000000d1",
    "crm:hubspot:51000001",
    "crm:salesforce:0035g00000ABCdEAAX",
    "crm:crm:C000123",
    f"meituan:{orders.APP}:{native_id_of('13900010001', orders.ACCOUNT_KEY)}",
}
"""By unionid, phone, email and browser. What Lin does on Weibo, Kuaishou, Bilibili, Zhihu, Taobao
and in Douyin's live rooms says nothing that the others know."""


def customer_events(folder: Path) -> Iterator[CustomerEvent]:
    steps = normalizing_steps("CN")
    for raw in raw_events(folder):
        outcome = run_steps(steps, raw.to_bytes())
        if isinstance(outcome, Done):
            yield from outcome.value


def raw_events(folder: Path) -> Iterator[RawEvent]:
    accounts = {"web": "shop", "wecom": CORP}
    for platform in PLATFORMS.keys() - {"crm"}:
        its = Bodies.of(platform)
        for number, (kind, body) in enumerate(its.bodies):
            if (platform, kind) == ("meituan", "order"):
                # Whose an order is its receiver says, who knows the key of the phone's hash.
                yield orders.order()
                continue
            yield RawEvent.of(
                platform=platform,
                source_account=accounts.get(platform, f"app-{platform}"),
                kind=kind,
                dedupe_key=f"{kind}:{number}",
                body=body,
                received_at=RECEIVED_AT,
                headers=its.kinds[kind],
            )
    for export, mapping in EXPORTS.items():
        yield from imported(SAMPLES / f"{export}.csv", shipped(mapping), folder).raws


@pytest.fixture(scope="module")
def resolution(tmp_path_factory: pytest.TempPathFactory) -> Resolution:
    folder = tmp_path_factory.mktemp("samples")
    resolver = Resolver(open_store(f"sqlite:///{folder / 'identity.sqlite3'}"), load_policy(None))
    placed = [PlacedEvent(*each) for each in enumerate(customer_events(folder))]
    return resolver.apply(Position("broker", "events", 0, len(placed)), placed)


def test_the_one_person_of_the_samples_is_one_profile_of_all_accounts_that_say_so(
    resolution: Resolution,
) -> None:
    profiles = [
        {account.account_id for account in profile.accounts} for profile in resolution.profiles
    ]
    assert [profile for profile in profiles if profile & LIN] == [LIN]


def test_what_does_not_say_who_acted_has_no_profile(resolution: Resolution) -> None:
    nobodys = {
        each.event.account.account_id
        for each in resolution.resolved
        if each.profile_id == NO_PROFILE
    }
    assert {account.split(":")[0] for account in nobodys} >= {
        "meituan",
        "douyin_shop",
        "xiaohongshu",
        "bilibili",
    }
    known = {account.account_id for profile in resolution.profiles for account in profile.accounts}
    assert not nobodys & known


def test_every_platform_is_among_the_samples(resolution: Resolution) -> None:
    heard = {each.event.account.platform for each in resolution.resolved}
    assert heard >= PLATFORMS.keys() - {"comments"}
