"""Sessions that clients keep by a `session_id`: settings and temporary tables that stay."""

import time
from dataclasses import dataclass
from threading import Lock

from pipeline.embedded.clickhouse_server.connection import Connection
from pipeline.embedded.clickhouse_server.engine import Engine
from pipeline.embedded.clickhouse_server.errors import EngineError

SESSION_NOT_FOUND = 372
SESSION_IS_LOCKED = 373


@dataclass(slots=True)
class _Kept:
    connection: Connection
    idle_seconds: int
    busy: bool = False
    idle_since: float = 0.0

    def expired(self, now: float) -> bool:
        return not self.busy and now - self.idle_since > self.idle_seconds


class Sessions:
    """The kept sessions of one engine. Safe to call from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    def take(self, session_id: str, idle_seconds: int, *, must_exist: bool) -> Connection:
        """The session's connection, for one statement; `give_back` it.

        Raises:
            EngineError: the session runs a statement already, or was to exist and does not.
        """
        with self._lock:
            self._close_expired()
            kept = self._kept.get(session_id)
            if kept is None:
                if must_exist:
                    raise EngineError(SESSION_NOT_FOUND, f"Session {session_id} not found.")
                kept = self._kept[session_id] = _Kept(self._engine.connect(), idle_seconds)
            elif kept.busy:
                raise EngineError(
                    SESSION_IS_LOCKED, f"Session {session_id} is locked by a concurrent client."
                )
            kept.busy = True
            kept.idle_seconds = idle_seconds
            return kept.connection

    def give_back(self, session_id: str) -> None:
        """Let the session be taken again, until it was idle for its time."""
        with self._lock:
            kept = self._kept[session_id]
            kept.busy = False
            kept.idle_since = time.monotonic()

    def close(self) -> None:
        """Close every session."""
        with self._lock:
            for kept in self._kept.values():
                kept.connection.close()
            self._kept.clear()

    def _close_expired(self) -> None:
        now = time.monotonic()
        for session_id in [key for key, kept in self._kept.items() if kept.expired(now)]:
            self._kept.pop(session_id).connection.close()
