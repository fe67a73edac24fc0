"""How far a partition has been processed: what may be committed, and what must wait."""

from collections import OrderedDict

from pipeline.streams.batch import Batch


class Progress:
    """The batches of one partition that were handed out, in order.

    Only the head of the queue moves the committable offset on, so a batch that is never
    acknowledged holds back everything behind it.
    """

    def __init__(self) -> None:
        self._pending: OrderedDict[int, tuple[Batch, bool]] = OrderedDict()
        self._committable: int | None = None

    def delivered(self, batch: Batch) -> None:
        """An agent is about to get `batch`, which follows all that were delivered before."""
        self._pending[id(batch)] = (batch, False)

    def acknowledged(self, batch: Batch) -> None:
        """The effects of `batch` are confirmed. A batch of an earlier assignment is ignored."""
        if id(batch) not in self._pending:
            return
        self._pending[id(batch)] = (batch, True)
        while self._pending:
            head, done = next(iter(self._pending.values()))
            if not done:
                break
            self._committable = head.last_offset + 1
            self._pending.popitem(last=False)

    @property
    def committable_offset(self) -> int | None:
        """The offset to commit: of the next message to read. None: nothing done yet."""
        return self._committable

    @property
    def pending_batches(self) -> int:
        """How many batches were delivered and not yet committed past."""
        return len(self._pending)
