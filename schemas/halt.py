"""`halts`: which consumer groups stopped by themselves and wait for a person to look."""

from schemas.message import Message, UtcTime


class Halt(Message, frozen=True, kw_only=True):
    """Why no process of a consumer group goes on, whoever starts it again.

    The latest message of a `group` counts. It holds until it is written again with `resumed_at`,
    or until a process is started with a higher bound than `max_dead_letters`.
    """

    group: str
    reason: str
    max_dead_letters: int
    halted_at: UtcTime
    resumed_at: UtcTime | None = None
