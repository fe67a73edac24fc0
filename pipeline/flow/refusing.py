"""Keeping what a batch held that could not be processed, or led to that could not be told."""

from collections.abc import Sequence

from pipeline.dead_letters.bound import EXAMPLES, DeadLetterBound
from pipeline.dead_letters.halted import Halted
from pipeline.dead_letters.letter import dead_letter, unsent_letter, without_value
from pipeline.flow.outputs import Output, Outputs, Unsent
from pipeline.flow.steps import Rejected
from pipeline.flow.telling import tell
from pipeline.observing.dead_letters import tell_of_dead_letters
from pipeline.record import Record
from pipeline.streams import Batch
from schemas.dead_letter import DeadLetter
from schemas.errors import Fatal
from schemas.topics import DEAD_LETTERS, HALTS

Refusals = list[tuple[Record, Rejected]]


class Refusing:
    """Writes a worker's dead letters, up to a bound.

    Args:
        outputs: the way to the broker.
        bound: how many messages may be refused.
        cluster_id: the broker's; offsets mean nothing on another one.
    """

    def __init__(self, outputs: Outputs, bound: DeadLetterBound, cluster_id: str) -> None:
        self._outputs = outputs
        self._bound = bound
        self._cluster_id = cluster_id

    async def keep(self, batch: Batch, refusals: Refusals, unsent: Sequence[Unsent]) -> None:
        """Write the dead letters of a batch; all of them are confirmed when this returns.

        Args:
            batch: what was worked on.
            refusals: messages of it that a step refused.
            unsent: messages made of it that the broker refused.

        Raises:
            Halted: they would be more than the bound allows. The batch must not be acknowledged.
            Fatal: the broker refuses a letter also without its value. Neither may it then.
        """
        letters = [self._letter(batch, *refusal) for refusal in refusals]
        made_of = f"{batch.topic}[{batch.partition}] {batch.first_offset}-{batch.last_offset}"
        await self._keep([*letters, *(_letter_of(each, made_of) for each in unsent)])

    async def keep_unsent(self, unsent: Sequence[Unsent], made_of: str) -> None:
        """Write the dead letters of messages that no batch led to, in the same way.

        Args:
            unsent: what the broker refused.
            made_of: where it came from.

        Raises:
            Halted: they would be more than the bound allows.
            Fatal: the broker refuses a letter also without its value.
        """
        await self._keep([_letter_of(each, made_of) for each in unsent])

    async def _keep(self, letters: Sequence[DeadLetter]) -> None:
        try:
            self._bound.admit(letters)
        except Halted as halted:
            await self._write(letters[:EXAMPLES])
            await tell(self._outputs, [Output.of(HALTS, halted.halt)])
            raise
        await self._write(letters)
        tell_of_dead_letters(letters)

    async def _write(self, letters: Sequence[DeadLetter]) -> None:
        unsent = await tell(self._outputs, [Output.of(DEAD_LETTERS, each) for each in letters])
        too_large = {each.output.key for each in unsent}
        emptied = [
            Output.of(DEAD_LETTERS, without_value(letter))
            for letter in letters
            if str(letter.dead_letter_id).encode() in too_large
        ]
        if lost := await tell(self._outputs, emptied):
            raise Fatal(
                f"{DEAD_LETTERS.name}: the broker refuses {len(lost)} letters though they have "
                f"no value: {lost[0].reason}"
            )

    def _letter(self, batch: Batch, record: Record, rejected: Rejected) -> DeadLetter:
        return dead_letter(
            rejected.step,
            rejected.failure,
            cluster_id=self._cluster_id,
            topic=batch.topic,
            partition=batch.partition,
            record=record,
        )


def _letter_of(unsent: Unsent, made_of: str) -> DeadLetter:
    output = unsent.output
    return unsent_letter(
        output.topic,
        unsent.partition,
        output.key,
        output.value,
        output.headers,
        reason=unsent.reason,
        made_of=made_of,
    )
