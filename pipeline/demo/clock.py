"""The day on which all of it happens, in China."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random

CHINA = timezone(timedelta(hours=8))
MIDNIGHT = datetime(2026, 1, 1, tzinfo=CHINA)
"""Of a day that is fixed, so that a seed gives the same bytes for ever."""

_BUSY_HOURS = (9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23)


@dataclass(frozen=True, slots=True)
class Clock:
    """The times of the day that begins at `midnight`."""

    midnight: datetime = MIDNIGHT

    def moment(self, random: Random) -> datetime:
        """A second of the day, in the evening more often than at night."""
        hour = random.choice(_BUSY_HOURS) if random.random() < 0.95 else random.randrange(24)
        return self.midnight + timedelta(hours=hour, seconds=random.randrange(3600))

    def session(self, random: Random, count: int) -> list[datetime]:
        """`count` moments some seconds or minutes apart, in order."""
        time = self.moment(random)
        times = []
        for _ in range(count):
            times.append(time)
            time += timedelta(seconds=random.randrange(3, 180))
        return times


def last_whole_day() -> datetime:
    """The midnight before last: what began late on that day is over too.

    Platforms list what is some days old at most, so a day of long ago could not be polled.
    """
    today = datetime.now(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=2)
