"""The day on which all of it happens. It is fixed, so that a seed gives the same bytes for ever."""

from datetime import datetime, timedelta, timezone
from random import Random

CHINA = timezone(timedelta(hours=8))
MIDNIGHT = datetime(2026, 1, 1, tzinfo=CHINA)

_BUSY_HOURS = (9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23)


def moment(random: Random) -> datetime:
    """A second of the day, in the evening more often than at night."""
    hour = random.choice(_BUSY_HOURS) if random.random() < 0.95 else random.randrange(24)
    return MIDNIGHT + timedelta(hours=hour, seconds=random.randrange(3600))


def session(random: Random, count: int) -> list[datetime]:
    """`count` moments some seconds or minutes apart, in order."""
    time = moment(random)
    times = []
    for _ in range(count):
        times.append(time)
        time += timedelta(seconds=random.randrange(3, 180))
    return times
