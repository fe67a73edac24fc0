"""The day as a whole: what each platform delivers in which order, and the truth about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from pipeline.demo.payloads import crm, web, wechat_oa, weibo
from pipeline.demo.people import OFFICIAL_ACCOUNTS, SITE, Person
from pipeline.demo.population import population

T = TypeVar("T")

REPEATED = 0.03
"""The share of deliveries that a platform makes twice."""

LATE = 0.03
"""The share of deliveries that come hours after the event."""

_FIRST_COMMENT_ID = 5_121_000_000_000_000


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the platforms have for us, in the order in which they send it.

    `events` counts the distinct events of each account, repeats left out. `truth` is the person
    behind each of these accounts; it is for scoring only.
    """

    wechat_oa: tuple[wechat_oa.Callback, ...]
    followers: dict[str, tuple[dict[str, Any], ...]]
    weibo: tuple[weibo.Callback, ...]
    comments: tuple[dict[str, Any], ...]
    mentions: tuple[dict[str, Any], ...]
    web: tuple[tuple[web.Call, ...], ...]
    crm_file: bytes
    events: Counter[str]
    truth: dict[str, int]

    @property
    def events_by_platform(self) -> Counter[str]:
        """How many distinct events there are of each platform."""
        counts: Counter[str] = Counter()
        for account, count in self.events.items():
            counts[account.partition(":")[0]] += count
        return counts

    @property
    def deliveries(self) -> int:
        """How many events the platforms deliver, repeats counted."""
        return (
            len(self.wechat_oa)
            + sum(map(len, self.followers.values()))
            + len(self.weibo)
            + len(self.comments)
            + len(self.mentions)
            + sum(map(len, self.web))
            + self.events_by_platform["crm"]
        )


def make_day(people_count: int, seed: int) -> Day:
    """A day of so many customers. The same numbers give the same day, to the byte."""
    people = population(people_count, seed)
    random = Random(f"{seed}/day")  # noqa: S311 (invented events are no secret)
    callbacks = [call for person in people for call in wechat_oa.callbacks(random, person)]
    followers = {
        app: tuple(wechat_oa.user_info(random, p, app) for p in people if app in p.openids)
        for app in OFFICIAL_ACCOUNTS
    }
    fans = [call for person in people for call in weibo.callbacks(random, person)]
    comments = [post for person in people for post in weibo.comments(random, person)]
    mentions = [post for person in people for post in weibo.mentions(random, person)]
    visits = [tuple(visit) for person in people for visit in web.sessions(random, person)]
    events = Counter(
        [f"wechat_oa:{call.app_id}:{call.openid}" for call in callbacks]
        + [f"wechat_oa:{app}:{info['openid']}" for app in followers for info in followers[app]]
        + [f"weibo:global:{call.uid}" for call in fans]
        + [f"weibo:global:{post['user']['idstr']}" for post in (*comments, *mentions)]
        + [call.account_id for visit in visits for call in visit]
        + [account for person in people for account in _crm_accounts(person)]
    )
    return Day(
        wechat_oa=_as_delivered(random, callbacks, [call.occurred_at for call in callbacks]),
        followers=followers,
        weibo=_as_delivered(random, fans, [call.occurred_at for call in fans]),
        comments=weibo.numbered(comments, _FIRST_COMMENT_ID),
        mentions=weibo.numbered(mentions),
        web=_as_delivered(random, visits, [visit[-1].occurred_at for visit in visits]),
        crm_file=crm.export(random, people),
        events=events,
        truth={
            account: person.number
            for person in people
            for account in accounts_of(person)
            if account in events
        },
    )


def accounts_of(person: Person) -> Iterator[str]:
    """Every account of the person. A borrowed browser is its owner's account."""
    for app_id, openid in person.openids.items():
        yield f"wechat_oa:{app_id}:{openid}"
    if person.weibo_uid:
        yield f"weibo:global:{person.weibo_uid}"
    for browser in person.browsers:
        yield f"web:{SITE}:anonymous/{browser.anonymous_id}"
    if person.user_id:
        yield f"web:{SITE}:user/{person.user_id}"
    yield from _crm_accounts(person)


def _crm_accounts(person: Person) -> Iterator[str]:
    for record in person.crm_records:
        yield f"crm:{crm.SOURCE_ACCOUNT}:{record.record_id}"


def _as_delivered(random: Random, items: Sequence[T], times: Iterable[datetime]) -> tuple[T, ...]:
    """The items as they arrive: nearly in order, some hours late, some a second time."""
    arrivals: list[tuple[datetime, int]] = []
    for place, time in enumerate(times):
        arrival = time + timedelta(seconds=random.randrange(90))
        if random.random() < LATE:
            arrival += timedelta(hours=random.randrange(1, 12))
        arrivals.append((arrival, place))
        if random.random() < REPEATED:
            arrivals.append((arrival + timedelta(seconds=5), place))
    return tuple(items[place] for _, place in sorted(arrivals))
