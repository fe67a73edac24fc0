"""A connection for the time of one request, set up as the request asks."""

from pipeline.embedded.clickhouse_server.connection import Connection
from pipeline.embedded.clickhouse_server.engine import Engine
from pipeline.embedded.clickhouse_server.request import Asked
from pipeline.embedded.clickhouse_server.sessions import Sessions


class Lease:
    """Holds `connection` until `release`. What the request set is then forgotten.

    Without a `session_id` the connection is new; with one it is the session's, whose own settings
    and database are put back as they were.
    """

    def __init__(self, engine: Engine, sessions: Sessions, asked: Asked) -> None:
        self._sessions = sessions
        self._session_id = asked.session_id
        self._settings_before: dict[str, str] = {}
        self._database_before = ""
        self._tables: list[str] = []
        self.connection = self._connect(engine, asked)
        try:
            self._set_up(asked)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Give the connection back."""
        if not self._session_id:
            self.connection.close()
            return
        try:
            self.connection.parameters = {}
            for table in self._tables:
                self.connection.run(f"DROP TEMPORARY TABLE IF EXISTS `{table}`")
            self.connection.apply(self._settings_before)
            if self._database_before:
                self.connection.use(self._database_before)
        finally:
            self._sessions.give_back(self._session_id)

    def _connect(self, engine: Engine, asked: Asked) -> Connection:
        if not asked.session_id:
            return engine.connect()
        return self._sessions.take(
            asked.session_id, asked.session_seconds, must_exist=asked.session_must_exist
        )

    def _set_up(self, asked: Asked) -> None:
        # The engine gives statements ids of its own; by this comment a statement can be cancelled.
        settings = {"log_comment": asked.query_id, **asked.settings}
        if self._session_id:
            self._settings_before = self.connection.current(list(settings))
        self.connection.apply(settings)
        self.connection.parameters = asked.parameters
        if asked.database:
            if self._session_id:
                answer = self.connection.run("SELECT currentDatabase()", "TabSeparatedRaw")
                self._database_before = answer.body.decode().rstrip("\n")
            self.connection.use(asked.database)
        for table in asked.tables:
            self._tables.append(table.name)
            self.connection.run(f"CREATE TEMPORARY TABLE `{table.name}` ({table.columns}\n)")
            insertion = self.connection.insert(f"INSERT INTO `{table.name}`", table.format)
            try:
                insertion.append(table.data)
                insertion.finish()
            finally:
                insertion.cancel()
