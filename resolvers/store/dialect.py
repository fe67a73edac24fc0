"""The two things SQLite and PostgreSQL write differently: lists as one parameter, and upserts."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    Uuid,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite


def listed(
    connection: Connection, column: Column[Any], values: Collection[str] | Collection[UUID]
) -> Select[Any]:
    """The values as a query of one column `value`, to find rows with that value in `column`.

    They travel as one parameter, so the statement is the same for however many values.
    """
    if connection.dialect.name == "sqlite":
        texts = [value.hex if isinstance(value, UUID) else value for value in values]
        each = func.json_each(orjson.dumps(texts).decode()).table_valued("value")
    else:
        array = postgresql.ARRAY(Uuid if isinstance(column.type, Uuid) else Text)
        each = func.unnest(literal(list(values), array)).table_valued("value").render_derived()
    return select(each.c.value)


def is_one_of(
    connection: Connection, column: Column[Any], values: Collection[str] | Collection[UUID]
) -> ColumnElement[bool]:
    """The condition that the column has one of the values."""
    return column.in_(listed(connection, column, values))


def upsert(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert the rows, or replace those with the same primary key."""
    _insert(connection, table, rows, [each for each in table.columns if not each.primary_key])


def insert_new(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert the rows whose primary key is not there yet."""
    _insert(connection, table, rows, [])


def _insert(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    replaced: Iterable[Column[Any]],
) -> None:
    rows = list(rows)
    if not rows:
        return
    dialect: Any = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    key = list(table.primary_key.columns)
    values = {column.name: statement.excluded[column.name] for column in replaced}
    if values:
        statement = statement.on_conflict_do_update(index_elements=key, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, rows)
