"""Dictionaries, kept fresh for those who read them: the engine never refreshes one by itself."""

import json
import re
from collections.abc import Iterable
from contextlib import closing
from threading import Lock
from typing import NamedTuple

from pipeline.embedded.clickhouse_server.connection import Connection
from pipeline.embedded.clickhouse_server.engine import Engine
from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.statement import Insert, Statement

_TARGET = re.compile(r"\bINTO\s+(?:TABLE\s+)?([\w.`\"]+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_DEFINED = """
SELECT database, name, engine = 'Dictionary', create_table_query
FROM system.tables WHERE engine IN ('Dictionary', 'View')
"""


class _Defined(NamedTuple):
    """A dictionary, or a view, which may read one."""

    database: str
    name: str
    is_dictionary: bool
    definition: str

    def is_named_in(self, words: set[str]) -> bool:
        return self.name in words and self.database in words


class Dictionaries:
    """Reloads a dictionary before a statement that reads it, if its table has changed.

    A reload copies the whole dictionary, so it is done for readers and not for writers. A statement
    reads one that it names, or that a view names which it names.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: list[_Defined] | None = None
        self._definitions = 0
        self._fresh: set[tuple[str, str]] = set()
        self._reloading = Lock()

    def written(self, statement: Insert | Statement) -> None:
        """Take note of what a statement has written."""
        if isinstance(statement, Statement):
            if not statement.reads_only:
                self._definitions += 1
                self._known = None
                self._fresh.clear()
        elif self._fresh and (target := _TARGET.search(statement.head)):
            table = target[1].rpartition(".")[2].strip('`"')
            self._fresh -= {
                (each.database, each.name)
                for each in self._defined()
                if table in _words([each.definition])
            }

    def refresh_for(self, statement: Statement, connection: Connection) -> None:
        """Return when every dictionary that the statement reads, on this connection, is fresh.

        Raises:
            EngineError: one cannot be loaded.
        """
        defined = self._defined() if statement.streams else []
        words = _words([statement.sql])
        if words.isdisjoint(each.name for each in defined):
            return
        words |= _words([connection.run("SELECT currentDatabase()").body.decode()])
        words |= _words(each.definition for each in defined if each.is_named_in(words))
        for each in defined:
            if each.is_dictionary and each.is_named_in(words):
                self._refresh(each)

    def _refresh(self, dictionary: _Defined) -> None:
        place = (dictionary.database, dictionary.name)
        with self._reloading:  # whoever comes meanwhile waits for it
            if place not in self._fresh:
                self._fresh.add(place)  # first: the reload may miss what is written from here on
                try:
                    self._run(f"SYSTEM RELOAD DICTIONARY `{place[0]}`.`{place[1]}`")
                except EngineError:
                    self._fresh.discard(place)
                    raise

    def _defined(self) -> list[_Defined]:
        known, definitions = self._known, self._definitions
        if known is None:
            known = [_Defined(*json.loads(row)) for row in self._run(_DEFINED).splitlines()]
            if definitions == self._definitions:  # else something was defined meanwhile
                self._known = known
        return known

    def _run(self, sql: str) -> bytes:
        """Without the settings of the client, which may limit what it gets."""
        with closing(self._engine.connect()) as connection:
            return connection.run(sql, "JSONCompactEachRow").body


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text)}
