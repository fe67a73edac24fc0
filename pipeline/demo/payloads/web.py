"""The web shop and its app: calls of the tracking library, in batches.

Source: the Segment HTTP tracking specification, which the shop's library follows.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from pipeline.demo import brand, names, texts
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import Delivery, Happenings
from pipeline.demo.people import JUNK_EMAILS, OPEN_PLATFORM, SITE, Browser, Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import call as calls

_CAMPAIGNS = ("weibo", "wechat", "xiaohongshu", "douyin")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the library, and the account that it is about."""

    account_id: str
    occurred_at: datetime
    body: dict[str, Any]


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """The visits; each comes as one batch, with its end."""
    told = Happenings()
    for person in people:
        for visit in sessions(random, clock, person):
            accounts = tuple(call.account_id for call in visit)
            told.deliveries.append(
                Delivery(brand.WEB, visit[-1].occurred_at, batch(visit), accounts)
            )
        told.owners += [(account, person.number) for account in _accounts(person)]
    return told


def sessions(random: Random, clock: Clock, person: Person) -> Iterator[list[Call]]:
    """The person's visits, each on one browser; who is registered logs in on most of them.

    On the others a person may leave a request in a form.
    """
    for browser in person.browsers:
        for _ in range(1 + (random.random() < 0.4)):
            yield _session(random, clock, person, browser, logs_in=random.random() < 0.85)
    if person.borrowed_browser is not None:
        yield _session(random, clock, person, person.borrowed_browser, logs_in=True, at_once=True)


def batch(visit: Sequence[Call]) -> bytes:
    """The body of one call of `/v1/batch`."""
    return json.dumps({"batch": [call.body for call in visit]}, ensure_ascii=False).encode()


def headers(write_key: str) -> dict[str, str]:
    """HTTP Basic with the write key for the user, and no password."""
    credentials = base64.b64encode(f"{write_key}:".encode()).decode()
    return {"authorization": f"Basic {credentials}", "content-type": "application/json"}


def sources(keep: Keep, _url: str | None) -> Sources:
    """The shop's site."""
    write_key = keep("web_write_key", brand.WEB_WRITE_KEY)
    return {brand.WEB: {"write_key": write_key, "open_platform": OPEN_PLATFORM}}


def call(delivery: Delivery) -> calls.Call:
    """A batch, which tells who sends it by the write key."""
    return calls.Call(path="/v1/batch", headers=headers(brand.WEB_WRITE_KEY), body=delivery.body)


PLATFORM = Platform("web", happen, sources=sources, call=call, stream="day")


def _accounts(person: Person) -> Iterator[str]:
    """Every account of the person. A borrowed browser is its owner's."""
    for browser in person.browsers:
        yield f"web:{SITE}:anonymous/{browser.anonymous_id}"
    if person.user_id:
        yield f"web:{SITE}:user/{person.user_id}"


def _session(
    random: Random,
    clock: Clock,
    person: Person,
    browser: Browser,
    *,
    logs_in: bool,
    at_once: bool = False,
) -> list[Call]:
    count = 2 + min(int(random.expovariate(0.25)), 20)
    times = clock.session(random, count)
    login = 0 if at_once else random.randrange(count)
    logs_in = logs_in and bool(person.user_id)
    campaign = random.choice(_CAMPAIGNS) if random.random() < 0.3 else ""
    asks = not logs_in and bool(person.request)
    calls = []
    for place, time in enumerate(times):
        known = logs_in and place >= login
        if known and place == login:
            fields = _identify(random, person)
        elif asks and place == login:
            fields = {"type": "identify", "traits": person.request}
        else:
            fields = _activity(random, known)
        body = fields | {
            "messageId": f"ajs-{names.uuid(random)}",
            "anonymousId": browser.anonymous_id,
            "timestamp": _timestamp(time),
            "context": _context(browser, campaign),
        }
        if known:
            body["userId"] = person.user_id
        account = f"user/{person.user_id}" if known else f"anonymous/{browser.anonymous_id}"
        calls.append(Call(f"web:{SITE}:{account}", time, body))
    return calls


def _identify(random: Random, person: Person) -> dict[str, Any]:
    """What the shop knows at login. Testers and the careless leave junk in the form."""
    traits = dict(person.profile)
    if "email" in traits and random.random() < 0.01:
        traits["email"] = random.choice(JUNK_EMAILS)
    if person.uses_wechat_login:
        traits["wechat_unionid"] = person.unionid
    return {"type": "identify", "traits": traits}


def _activity(random: Random, known: bool) -> dict[str, Any]:  # noqa: FBT001 (a fact, not a switch)
    chance = random.random()
    product_id = texts.product_id(random)
    title, price = texts.PRODUCTS[product_id]
    product = {"product_id": product_id, "name": title, "price": price / 100, "quantity": 1}
    if chance < 0.45:
        url = f"https://shop.example.com/p/{product_id}"
        properties = {"path": f"/p/{product_id}", "title": title, "url": url}
        return {"type": "page", "name": "Product", "properties": properties}
    if chance < 0.72:
        return _track("Product Viewed", product | {"currency": "CNY"})
    if chance < 0.9 or not known:
        return _track("Product Added", product | {"currency": "CNY"})
    order = {
        "order_id": texts.order_id(random),
        "total": price / 100,
        "currency": "CNY",
        "products": [product],
    }
    return _track("Order Completed", order)


def _track(event: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "track", "event": event, "properties": properties}


def _context(browser: Browser, campaign: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "userAgent": browser.user_agent,
        "locale": "zh-CN",
        "timezone": "Asia/Shanghai",
        "library": {"name": "analytics.js", "version": "2.1.0"},
    }
    if campaign:
        context["campaign"] = {"source": campaign, "medium": "social", "name": "ny2026"}
    if browser.device_id:
        context["device"] = {
            "id": browser.device_id,
            "type": "ios" if "iPhone" in browser.user_agent else "android",
            "advertisingId": browser.advertising_id,
        }
    return context


def _timestamp(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
