"""When a call happened: devices' clocks are wrong, and calls may wait for hours to be sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from connectors.sdk.times import EARLIEST
from schemas.errors import Reject
from schemas.event import Problem
from schemas.raw import RawEvent

_LONGEST_QUEUE = timedelta(hours=24)


def occurred_at(stated: datetime, sent_at: datetime | None, received_at: datetime) -> datetime:
    """The device's time, put right by what its clock said when it sent the call.

    Segment's rule: received - (sent - stated), which holds as the way took no time. It is not
    applied when the sending clock lags by more than a day, as then the call rather waited in a
    queue behind the device, nor when the clock says that it sent the call before it happened, or
    so long after that it happened before `times.EARLIEST`. Never later than `received_at`.
    """
    if sent_at is None or received_at - sent_at > _LONGEST_QUEUE:
        return min(stated, received_at)
    waited = sent_at - stated
    if timedelta() <= waited <= received_at - EARLIEST:
        return received_at - waited
    return min(stated, received_at)


def or_when_received(
    raw: RawEvent, stated: Callable[[], datetime]
) -> tuple[datetime, tuple[Problem, ...]]:
    """The time that a call states; where it states none that can be read, when it was received.

    A clock that is broken is no reason to lose what its owner did.
    """
    try:
        return stated(), ()
    except Reject as error:
        return raw.received_at, (Problem.of(error),)
