"""What SQLite and PostgreSQL write differently: lists as one parameter, upserts, numbered rows."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

Values = Collection[str] | Collection[UUID] | Collection[int]


def listed(connection: Connection, column: Column[Any], values: Values) -> Select[Any]:
    """The values as a query of one column `value`, to find rows with that value in `column`.

    They travel as one parameter, so the statement is the same for however many values.
    """
    if connection.dialect.name == "sqlite":
        plain = [value.hex if isinstance(value, UUID) else value for value in values]
        each = func.json_each(orjson.dumps(plain).decode()).table_valued("value")
    else:
        each = func.unnest(_array(column, values)).table_valued("value").render_derived()
    return select(each.c.value)


def is_one_of(connection: Connection, column: Column[Any], values: Values) -> ColumnElement[bool]:
    """The condition that the column has one of the values."""
    if connection.dialect.name == "sqlite":
        return column.in_(listed(connection, column, values))
    # Whatever PostgreSQL thinks of the table's size, this it looks up in an index.
    return column == any_(_array(column, values))


def _array(column: Column[Any], values: Values) -> BindParameter[Any]:
    types = (kind for kind in (Uuid, BigInteger) if isinstance(column.type, kind))
    return literal(list(values), postgresql.ARRAY(next(types, Text)))


def upsert(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    *,
    kept: Collection[Column[Any]] = (),
) -> None:
    """Insert the rows, or replace those with the same primary key.

    Args:
        connection: the transaction's.
        table: where.
        rows: values by the names of columns.
        kept: columns that do not differ from what is there. SQLite then leaves their index alone.
    """
    replaced = [each for each in table.columns if not each.primary_key and each not in set(kept)]
    _insert(connection, table, rows, replaced)


def insert_new(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet, or that the database gives one."""
    _insert(connection, table, rows, [])


def insert_numbered(
    connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]
) -> Sequence[int]:
    """Insert rows into a table that numbers them; the numbers, in the order of the rows."""
    rows = list(rows)
    if not rows:
        return ()
    (number,) = table.primary_key.columns
    if connection.dialect.name == "sqlite":  # who writes to it is alone
        last = connection.execute(select(func.coalesce(func.max(number), 0))).scalar_one()
        numbers = range(last + 1, last + 1 + len(rows))
        _insert(
            connection,
            table,
            ({number.name: each, **row} for each, row in zip(numbers, rows, strict=True)),
            [],
        )
        return numbers
    insert = _insert_of(connection.dialect, table, tuple(rows[0]), ())  # returns keys not given
    found = connection.exec_driver_sql(insert.sql, tuple(insert.columns_of(rows)))
    return sorted(found.scalars())


def _insert(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    replaced: Iterable[Column[Any]],
) -> None:
    rows = list(rows)
    if not rows:
        return
    insert = _insert_of(connection.dialect, table, tuple(rows[0]), tuple(replaced))
    columns = insert.columns_of(rows)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(insert.sql, list(zip(*columns, strict=True)))
    else:
        connection.exec_driver_sql(insert.sql, tuple(columns))


@dataclass(frozen=True, slots=True)
class _Insert:
    """A statement as its driver takes it, and its columns in their order, each with the way to the
    form in which the driver takes a value, if that is another.

    SQLAlchemy works all of this out again for each row of each call.
    """

    sql: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def columns_of(self, rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
        """The values of the rows, column by column."""
        return [
            [row[name] for row in rows] if bound is None else [bound(row[name]) for row in rows]
            for name, bound in self.columns
        ]


@cache
def _insert_of(
    dialect: Dialect, table: Table, names: tuple[str, ...], replaced: tuple[Column[Any], ...]
) -> _Insert:
    kind: Any = sqlite if dialect.name == "sqlite" else postgresql
    statement = kind.insert(table)
    key = list(table.primary_key.columns)
    values = {column.name: statement.excluded[column.name] for column in replaced}
    if values:
        statement = statement.on_conflict_do_update(index_elements=key, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    sql = str(statement.compile(dialect=dialect, column_keys=names))
    columns = [column for column in table.columns if column.name in names]
    if dialect.name == "postgresql":
        # All rows in one statement, a list for each column: a row at a time takes twice as long.
        # The lists in binary: to write documents into an array's text takes longer than all else.
        lists = ", ".join(f"%b::{_type_name(column, dialect)}[]" for column in columns)
        rows = f"SELECT * FROM unnest({lists})"  # noqa: S608 (the names of our own types)
        sql = _VALUES.sub(rows, sql, count=1)
    return _Insert(
        sql,
        tuple(
            (each.name, each.type.dialect_impl(dialect).bind_processor(dialect)) for each in columns
        ),
    )


_VALUES = re.compile(r"VALUES \(.*\)(?= ON CONFLICT)")


def _type_name(column: Column[Any], dialect: Dialect) -> str:
    return column.type.compile(dialect).partition(" COLLATE")[0]
