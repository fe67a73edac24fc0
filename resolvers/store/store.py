"""Opening the identity store and running transactions on it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import stamina
from sqlalchemy import Connection, Engine, select

from resolvers.policy import Policy
from resolvers.store import engine, tables
from resolvers.store.applied import Applied
from resolvers.store.assertions import Assertions
from resolvers.store.blocks import Blocks
from resolvers.store.descriptions import Descriptions
from resolvers.store.dialect import insert_new
from resolvers.store.documents import documents
from resolvers.store.errors import Conflict, translated
from resolvers.store.graph import Graph
from resolvers.store.outbox import Outbox
from resolvers.store.progress import Progress
from resolvers.store.schema import migrate, require
from resolvers.store.turns import Turns
from resolvers.store.weights import Weights
from resolvers.store.whole import Whole
from schemas.errors import Fatal
from schemas.identity import IdentityChange
from schemas.profile import Profile

Result = TypeVar("Result")

_PAGE = 1000
_MOST_ATTEMPTS = 20
_LONGEST_RETRYING_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Transaction:
    """What may be done inside one transaction."""

    graph: Graph
    assertions: Assertions
    progress: Progress
    outbox: Outbox
    blocks: Blocks
    descriptions: Descriptions
    weights: Weights
    whole: Whole
    applied: Applied


def open_store(url: str, *, must_exist: bool = False) -> "IdentityStore":
    """Open the store at a SQLAlchemy URL, creating or upgrading its schema.

    Args:
        url: `sqlite:///FILE` or `postgresql://…`.
        must_exist: neither create nor upgrade anything. Only workers do: others may run beside
            workers of an earlier release.

    Raises:
        Retry: when the database is away.
        Fatal: when the URL or the file cannot be used, or a store that must exist does not, or is
            of another release.
    """
    database = engine.create(url)
    file = database.url.database
    if database.dialect.name == "sqlite" and file:
        if must_exist and not Path(file).is_file():
            raise Fatal(f"there is no identity store at {file}")
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    with translated():
        if must_exist:
            require(database)
        else:
            migrate(database)
    return IdentityStore(database)


class IdentityStore:
    """The identity store. One object serves all threads of a process."""

    def __init__(self, database: Engine) -> None:
        self._engine = database
        self._turns = Turns()

    def write(self, work: Callable[[Transaction], Result], *, alone: bool = False) -> Result:
        """Run `work` in one serializable transaction and commit.

        When another worker changed the same rows, it is undone and run again, with back-off, and
        then for a while no other runs beside it (`resolvers.store.turns`); what `work` does outside
        of the transaction must therefore bear being done again.

        Args:
            work: what to do.
            alone: let nobody else write meanwhile, so that long work is not undone.

        Raises:
            Retry: when the database is away or conflicts did not end. Nothing was written.
        """
        for attempt in _attempts():
            with attempt:
                try:
                    with translated(), self._engine.begin() as connection:
                        self._turns.wait(connection, alone=alone)
                        return work(_transaction(connection))
                except Conflict:
                    self._turns.conflict()
                    raise
        raise AssertionError

    def read(self, work: Callable[[Transaction], Result], *, long: bool = False) -> Result:
        """Run `work` on one consistent snapshot; it must not write.

        Args:
            work: what to do; it may be done again.
            long: wait for a moment whose snapshot no writer can spoil, and that spoils no writer's.

        Raises:
            Retry: when the database is away or conflicts did not end.
        """
        options = {"read_only": True, "postgresql_readonly": True, "postgresql_deferrable": long}
        for attempt in _attempts():
            with attempt, translated(), self._engine.connect() as connection:
                reader = connection.execution_options(**options)
                with reader.begin():
                    return work(_transaction(reader))
        raise AssertionError

    def knows_cluster(self, cluster_id: str) -> bool:
        """Whether the whole state has been published to this broker cluster."""
        column = tables.known_clusters.c.cluster_id
        with translated(), self._engine.connect() as connection:
            reader = connection.execution_options(read_only=True)
            return reader.execute(select(column).where(column == cluster_id)).first() is not None

    def remember_cluster(self, cluster_id: str) -> None:
        """Note that the whole state has been published to this broker cluster."""
        with translated(), self._engine.begin() as connection:
            insert_new(connection, tables.known_clusters, [{"cluster_id": cluster_id}])

    def all_changes(self) -> Iterator[IdentityChange]:
        """Every identity change there was, oldest first, a page of memory at a time."""
        sequence = 0
        while page := self.read(
            lambda transaction, sequence=sequence: list(transaction.outbox.after(sequence, _PAGE))  # type: ignore[misc]
        ):
            sequence = page[-1][0]
            yield from (change for _, change in page)

    def all_profiles(self, policy: Policy) -> Iterator[Profile]:
        """The document of every living profile, with clear values, a page of memory at a time."""
        last = UUID(int=0)
        while True:
            ids, profiles = self.read(
                lambda transaction, last=last: _page_of_profiles(transaction, last, policy)  # type: ignore[misc]
            )
            if not ids:
                return
            last = ids[-1]
            yield from profiles

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _attempts() -> Iterable[AbstractContextManager[Any]]:
    return stamina.retry_context(
        on=Conflict,
        attempts=_MOST_ATTEMPTS,
        timeout=_LONGEST_RETRYING_SECONDS,
        wait_initial=0.01,
        wait_max=1.0,
        wait_jitter=0.1,
    )


def _transaction(connection: Connection) -> Transaction:
    return Transaction(
        graph=Graph(connection),
        assertions=Assertions(connection),
        progress=Progress(connection),
        outbox=Outbox(connection),
        blocks=Blocks(connection),
        descriptions=Descriptions(connection),
        weights=Weights(connection),
        whole=Whole(connection),
        applied=Applied(connection),
    )


def _page_of_profiles(
    transaction: Transaction, last: UUID, policy: Policy
) -> tuple[list[UUID], list[Profile]]:
    ids = transaction.graph.profile_ids_after(last, _PAGE)
    return ids, documents(transaction.graph.accounts_of(ids), policy)
