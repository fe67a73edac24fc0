"""Spreading the calls of a day over what is left of it."""

from datetime import datetime, timedelta

from connectors.sdk.times import CHINA

SHORTEST_SECONDS = 10.0


def seconds_left_today(now: datetime) -> float:
    """Until the calendar day ends in China, where quotas are counted."""
    today = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=1) - now).total_seconds()


def pause_seconds(calls_left: int, now: datetime) -> float:
    """How long to wait after a call so that those left last until the day ends.

    What was saved while there was nothing to ask for shortens the pauses; none is shorter than
    `SHORTEST_SECONDS`. Without calls left it is the rest of the day.
    """
    left = seconds_left_today(now)
    return max(left / calls_left, SHORTEST_SECONDS) if calls_left > 0 else left
