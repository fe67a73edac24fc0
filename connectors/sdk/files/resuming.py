"""Where the import of a file goes on after it was stopped."""

from typing import Protocol

from connectors.sdk.cursors import Cursors

_FINISHED = "finished"


class Resuming(Protocol):
    """How many of a file's events the broker has confirmed."""

    published: int
    """Events of an earlier, unfinished import that need not be published again."""

    finished: bool
    """An earlier import published all there is."""

    def save(self, published: int) -> None:
        """Keep how far it is. Durable on return."""
        ...

    def finish(self) -> None:
        """Keep that all is published. Durable on return."""
        ...


class FromTheBeginning:
    """Nothing is kept."""

    published = 0
    finished = False

    def __init__(self, import_id: str) -> None:
        """Any import."""

    def save(self, published: int) -> None:
        """Keep nothing."""

    def finish(self) -> None:
        """Keep nothing."""


class WhereItStopped:
    """Kept among the cursors.

    Args:
        cursors: where.
        cluster_id: the broker's: another one knows nothing of what this one was told.
        import_id: of the file's content, its time of modification and the mapping.
        again: whatever is kept, begin at the beginning.
    """

    def __init__(
        self, cursors: Cursors, cluster_id: str, import_id: str, *, again: bool = False
    ) -> None:
        self._cursors = cursors
        self._name = f"import/{cluster_id}/{import_id}"
        kept = None if again else cursors.load(self._name)
        self.finished = kept == _FINISHED
        self.published = 0 if self.finished else int(kept or 0)

    def save(self, published: int) -> None:
        self._cursors.save(self._name, str(published))

    def finish(self) -> None:
        self._cursors.save(self._name, _FINISHED)
