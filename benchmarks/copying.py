"""A store's rows into a store on another database."""

from sqlalchemy import Connection, func, select, text

from resolvers.store import open_store
from resolvers.store.dialect import insert_new
from resolvers.store.engine import create
from resolvers.store.tables import metadata

_ROWS = 20_000
"""In a transaction."""


def copy_rows(source_url: str, target_url: str) -> None:
    """Fill an empty store with the rows of another: it then holds what the other's resolver wrote.

    PostgreSQL is left as its own housekeeping leaves it in time: vacuumed and analyzed.
    """
    open_store(source_url).close()
    open_store(target_url).close()
    source, target = create(source_url), create(target_url)
    for table in metadata.sorted_tables:
        with source.connect().execution_options(read_only=True, yield_per=_ROWS) as reader:
            for rows in reader.execute(select(table)).mappings().partitions(_ROWS):
                with target.begin() as writer:
                    insert_new(writer, table, map(dict, rows))
    if target.dialect.name == "postgresql":
        with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _go_on_counting(connection)
            connection.execute(text("VACUUM ANALYZE"))
    source.dispose()
    target.dispose()


def _go_on_counting(connection: Connection) -> None:
    """Let sequences go on after the rows that were written with their numbers."""
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            if column.autoincrement is True:
                sequence = func.pg_get_serial_sequence(table.name, column.name)
                last = select(func.max(column)).scalar_subquery()
                connection.execute(select(func.setval(sequence, func.coalesce(last, 1))))
