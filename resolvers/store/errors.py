"""The databases' exceptions, translated into what to do about them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from schemas.errors import Fatal, Retry

_CONFLICTS = {"40001", "40P01"}
"""PostgreSQL: serialization failure, deadlock detected."""
_AWAY = ("08", "53", "57P", "55P")
"""PostgreSQL's classes of a lost connection, too few resources, a shutdown, a lock held."""
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR")
"""An I/O error is what a quota's end or a lost network disk looks like, and those pass. None comes
of reading what is mapped of the file (`engine`): there the system ends the process by SIGBUS.
"""
_SQLITE_UNUSABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_NOTADB", "SQLITE_CORRUPT")


class Conflict(Retry):
    """Another worker changed the same persons at the same time; the transaction was undone."""


@contextmanager
def translated() -> Iterator[None]:
    """Turn a driver's exception into Retry or Fatal; what is a bug passes as it is.

    Raises:
        Conflict: when the transaction should simply be run again.
        Retry: when the database is away or busy.
        Fatal: when the file is no database or cannot be written.
    """
    try:
        yield
    except PoolTimeout as error:
        raise Retry("identity store: no connection is free") from error
    except DBAPIError as error:
        translation = _translation(error)
        if translation is None:
            raise
        raise translation from error


def _translation(error: DBAPIError) -> Retry | Fatal | None:
    name: str = getattr(error.orig, "sqlite_errorname", None) or ""
    if name.startswith(_SQLITE_BUSY):
        return Retry(f"identity store: {name}")
    if name.startswith(_SQLITE_UNUSABLE):
        return Fatal(f"identity store: {name}")
    state: str = getattr(error.orig, "sqlstate", None) or ""
    if state in _CONFLICTS:
        return Conflict(f"identity store: conflict {state}")
    if state.startswith(_AWAY) or error.connection_invalidated or (not name and not state):
        return Retry(f"identity store is away {state}".rstrip())
    return None
