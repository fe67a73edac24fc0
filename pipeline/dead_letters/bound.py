"""How many dead letters a process may write within a window of time."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from pipeline.dead_letters.halted import Halted
from schemas.dead_letter import DeadLetter
from schemas.halt import Halt

EXAMPLES = 10
"""How many letters of the batch that broke the bound are written all the same, to be looked at."""


@dataclass(slots=True)
class DeadLetterBound:
    """Counts the dead letters of one process: past the bound the stream is broken, not a message.

    Args:
        group: the consumer group of the process.
        limit: how many letters there may be within any `window_seconds`.
        clock: seconds, which never step back.
    """

    group: str
    limit: int
    window_seconds: float
    clock: Callable[[], float] = time.monotonic
    _admitted: dict[UUID, tuple[float, str]] = field(default_factory=dict)

    def admit(self, letters: Sequence[DeadLetter]) -> None:
        """Count the letters of a batch, before they are written. One that comes again is no more.

        Raises:
            Halted: they would be too many. None of them is counted, the batch must not be
                acknowledged, and the process must end.
        """
        if not letters:
            return
        now = self.clock()
        since = now - self.window_seconds
        counted = {known: (at, why) for known, (at, why) in self._admitted.items() if at > since}
        counted |= {letter.dead_letter_id: (now, _cause(letter)) for letter in letters}
        if len(counted) > self.limit:
            raise Halted(self._halt(Counter(why for _, why in counted.values())))
        self._admitted = counted

    def _halt(self, causes: Counter[str]) -> Halt:
        cause, count = causes.most_common(1)[0]
        return Halt(
            group=self.group,
            reason=(
                f"{causes.total()} dead letters within {self.window_seconds:g} s are more than "
                f"the {self.limit} of GUIYI_MAX_DEAD_LETTERS; {count} of them: {cause}"
            ),
            max_dead_letters=self.limit,
            halted_at=datetime.now(UTC),
        )


def _cause(letter: DeadLetter) -> str:
    """The step and what it expected where: the same for every value that was wrong."""
    failure = letter.failure
    if failure.field is None:
        return f"{letter.step}: {failure.message}"
    return f"{letter.step}: {failure.field}: expected {failure.expected}"
