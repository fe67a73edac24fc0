"""What is told of dead letters, beside the letters themselves."""

from collections.abc import Iterable

import structlog

from pipeline.observing.metrics import DEAD_LETTERS
from schemas.dead_letter import DeadLetter

log = structlog.get_logger()


def expect_dead_letters(steps: Iterable[str]) -> None:
    """Show these steps with 0 from the start: from nothing to 1 Prometheus sees no increase."""
    for step in steps:
        DEAD_LETTERS.labels(step)


def tell_of_dead_letters(letters: Iterable[DeadLetter]) -> None:
    """Count and log letters that the broker has confirmed. A reason shows no value."""
    for letter in letters:
        DEAD_LETTERS.labels(letter.step).inc()
        log.warning(
            "dead_letter",
            dead_letter_id=str(letter.dead_letter_id),
            event_id=None if letter.event_id is None else str(letter.event_id),
            step=letter.step,
            reason=letter.failure.message,
            topic=letter.topic,
            partition=letter.partition,
            offset=letter.offset,
        )
