"""Writing dead letters no faster than their bound allows."""

from collections.abc import Iterable

from pipeline.dead_letters.bound import EXAMPLES, DeadLetterBound
from pipeline.dead_letters.halted import Halted
from pipeline.dead_letters.register import DeadLetterWriter
from schemas.dead_letter import DeadLetter


class BoundedDeadLetters:
    """The way to the dead-letters topic of a process that is no worker."""

    def __init__(self, writer: DeadLetterWriter, bound: DeadLetterBound) -> None:
        self._writer = writer
        self._bound = bound

    def write(self, letters: Iterable[DeadLetter]) -> None:
        """Write a batch's letters and wait until the broker confirmed each.

        Raises:
            Retry: when one was not confirmed; writing all again is harmless.
            Halted: they are too many. A few are written as examples, and the halt with them.
        """
        letters = list(letters)
        try:
            self._bound.admit(letters)
        except Halted as halted:
            self._writer.write(letters[:EXAMPLES])
            self._writer.write_halt(halted.halt)
            raise
        self._writer.write(letters)
