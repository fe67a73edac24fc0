"""Where the import of a file goes on after it was stopped."""

from typing import Protocol

from connectors.sdk.cursors import Cursors


class Resuming(Protocol):
    """How many of a file's events the broker has confirmed."""

    published: int
    """Events of an earlier, unfinished import that need not be published again."""

    def save(self, published: int) -> None:
        """Keep how far it is. Durable on return."""
        ...

    def finish(self) -> None:
        """Forget it: the next import of the same file begins at its beginning."""
        ...


class FromTheBeginning:
    """Nothing is kept."""

    published = 0

    def __init__(self, import_id: str) -> None:
        """Any import."""

    def save(self, published: int) -> None:
        """Keep nothing."""

    def finish(self) -> None:
        """Nothing to forget."""


class WhereItStopped:
    """Kept among the cursors.

    Args:
        cursors: where.
        cluster_id: the broker's: another one knows nothing of what this one was told.
        import_id: of the file's content, its time of modification and the mapping.
    """

    def __init__(self, cursors: Cursors, cluster_id: str, import_id: str) -> None:
        self._cursors = cursors
        self._name = f"import/{cluster_id}/{import_id}"

        self.published = int(cursors.load(self._name) or 0)

    def save(self, published: int) -> None:
        self._cursors.save(self._name, str(published))

    def finish(self) -> None:
        self._cursors.forget(self._name)
