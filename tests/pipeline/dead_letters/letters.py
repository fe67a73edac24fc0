"""Dead letters to write and to count."""

from pipeline.dead_letters.letter import dead_letter
from schemas.dead_letter import DeadLetter
from schemas.errors import Reject
from tests.pipeline.records import ARecord


def letter(offset: int, step: str = "normalize", value: str = "x") -> DeadLetter:
    """The letter of the message at this offset, in whose `field` the step found `value`."""
    return dead_letter(
        step,
        Reject("field", "something", value).failure,
        cluster_id="c",
        topic="raw.web",
        partition=0,
        record=ARecord(topic="raw.web", value=value.encode(), offset=offset),
    )


def letters(first: int, last: int, step: str = "normalize") -> list[DeadLetter]:
    return [letter(offset, step, value="x" * offset) for offset in range(first, last)]
