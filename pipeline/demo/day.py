"""The day as a whole: what each platform delivers in which order, and the truth about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from pipeline.demo.clock import MIDNIGHT, Clock
from pipeline.demo.happenings import Delivery, PlatformDay
from pipeline.demo.platforms import EVERY, PLATFORMS
from pipeline.demo.population import population

REPEATED = 0.03
"""The share of deliveries that a platform makes twice."""

LATE = 0.03
"""The share of deliveries that come hours after the event."""


@dataclass(frozen=True, slots=True)
class Day:
    """Everything that the platforms have for us.

    `events` counts the distinct events of each account, repeats left out. `truth` is the person
    behind each of these accounts, where there is one; it is for scoring only.
    """

    platforms: Mapping[str, PlatformDay]
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
    def anonymous(self) -> Counter[str]:
        """The events of which no platform says whose they are, such as reviews."""
        return Counter({a: count for a, count in self.events.items() if a not in self.truth})

    @property
    def deliveries(self) -> int:
        """How many events the platforms deliver, repeats counted."""
        return sum(platform.delivered for platform in self.platforms.values())


def make_day(
    people_count: int,
    seed: int,
    *,
    platforms: Sequence[str] = EVERY,
    midnight: datetime = MIDNIGHT,
) -> Day:
    """A day of so many customers on these platforms. The same arguments give it to the byte."""
    people = population(people_count, seed)
    clock = Clock(midnight)
    chosen = [PLATFORMS[name] for name in platforms]
    streams = {of.stream or of.name for of in chosen}
    # Invented events are no secret.
    randoms = {stream: Random(f"{seed}/{stream}") for stream in streams}  # noqa: S311
    happened = {of.name: of.happen(randoms[of.stream or of.name], clock, people) for of in chosen}
    days = {}
    for of in chosen:
        random, told = randoms[of.stream or of.name], happened[of.name]
        deliveries = _as_delivered(random, told.deliveries)
        files = (*told.files, *of.export(random, clock, people))
        days[of.name] = PlatformDay(deliveries, told.lists, told.listed, told.heard, files)
    events: Counter[str] = Counter()
    for day in days.values():
        events += day.events
    owners = {account: person for told in happened.values() for account, person in told.owners}
    truth = {account: person for account, person in owners.items() if account in events}
    return Day(days, events, truth)


def _as_delivered(random: Random, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """The calls as they arrive: nearly in order, some hours late, some a second time."""
    arrivals: list[tuple[datetime, int]] = []
    for place, delivery in enumerate(deliveries):
        arrival = delivery.occurred_at + timedelta(seconds=random.randrange(90))
        if random.random() < LATE:
            arrival += timedelta(hours=random.randrange(1, 12))
        arrivals.append((arrival, place))
        if random.random() < REPEATED:
            arrivals.append((arrival + timedelta(seconds=5), place))
    return tuple(deliveries[place] for _, place in sorted(arrivals))
