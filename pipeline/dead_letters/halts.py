"""The halts as they stand: asked for at every start, lifted by a person."""

from datetime import UTC, datetime

from pipeline.dead_letters.halted import Halted
from pipeline.dead_letters.register import DeadLetterWriter
from pipeline.dead_letters.topic import read_topic
from pipeline.settings import Settings
from schemas.halt import Halt
from schemas.topics import HALTS


def standing_halts(settings: Settings, *, topic_must_exist: bool = False) -> list[Halt]:
    """The halts that nobody has lifted.

    Raises:
        Retry: when the broker is away, or has not heard yet of a topic that must exist.
    """
    latest = {}
    for record in read_topic(settings, HALTS.name, must_exist=topic_must_exist):
        halt = Halt.from_bytes(record.value)
        latest[halt.group] = halt
    return [halt for halt in latest.values() if halt.resumed_at is None]


def refuse_while_halted(settings: Settings, group: str) -> None:
    """Return if processes of the group may work.

    A window that is empty again after a restart would drain a broken stream bit by bit.

    Raises:
        Halted: they may not, until somebody lifts the halt or sets a higher bound.
        Retry: when the broker is away, or does not know the topic of halts yet.
    """
    for halt in standing_halts(settings, topic_must_exist=True):
        if halt.group == group and settings.max_dead_letters <= halt.max_dead_letters:
            raise Halted(halt)


def lift_halts(settings: Settings) -> list[Halt]:
    """Let every halted group go on with its next start. Returns the halts that stood.

    Raises:
        Retry: when the broker is away.
    """
    halts = standing_halts(settings)
    if halts:
        writer = DeadLetterWriter(settings)
        for halt in halts:
            writer.write_halt(halt.but(resumed_at=datetime.now(UTC)))
        writer.close()
    return halts
