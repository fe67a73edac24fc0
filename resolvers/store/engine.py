"""Engines for SQLite and PostgreSQL, set up for transactions that really are serializable."""

import sqlite3
from typing import Any

import msgspec
import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from schemas.errors import Fatal

_BUSY_MILLISECONDS = 30_000
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}",  # first: the next one may have to wait
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA wal_autocheckpoint = 16384",  # pages; each batch would reach the default of 1000
    "PRAGMA cache_size = -65536",
    # bytes, the most SQLite takes: a page of a large store is mostly not in the cache, and to copy
    # it there took a quarter of all that a new record among a million accounts cost. Its price: a
    # page that the disk no longer gives ends the process, by SIGBUS, and is no error.
    "PRAGMA mmap_size = 2147418112",
    "PRAGMA temp_store = MEMORY",
)


_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "options": "-c lock_timeout=30s -c idle_in_transaction_session_timeout=5min",
}
"""A worker whose machine is gone must not hold up the others for the hours that a server waits for
its word; and who waits for a lock says so and waits again. The options stand for psycopg's own."""


def create(url: str) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql://…`.

    A transaction on SQLite takes the write lock at its start, unless the connection has the
    execution option `read_only`; on PostgreSQL it is SERIALIZABLE.

    Raises:
        Fatal: when the URL names no database of these two.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Fatal("store_url: expected a URL like sqlite:///FILE or postgresql://…") from error
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            isolation_level="SERIALIZABLE",
            pool_pre_ping=True,
            connect_args=_PATIENCE,
            hide_parameters=True,
            json_serializer=_to_json,
            json_deserializer=orjson.loads,
        )
    raise Fatal(f"store_url: expected sqlite or postgresql, found {parsed.get_backend_name()}")


_ENCODER = msgspec.json.Encoder()


def _to_json(value: object) -> str:
    return _ENCODER.encode(value).decode()


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, json_serializer=_to_json, json_deserializer=orjson.loads
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine
