"""The tables, by versioned migrations: `NNNN_<what>.sql` beside this file, in order.

ClickHouse has no transactions over statements, so every statement of a migration must be
repeatable: a migration that was cut short is run again from its beginning. Statements end with a
`;` at the end of a line. `{database}`, `{user}` and `{password}` stand for those of the settings.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import structlog

from pipeline.clickhouse import Client, connect
from pipeline.settings import Settings
from schemas.errors import Fatal

log = structlog.get_logger()

_FILE = re.compile(r"(\d{4})_(\w+)\.sql")
_NAME = re.compile(r"[A-Za-z_]\w*")
_APPLIED = """
CREATE TABLE IF NOT EXISTS schema_migrations
(
    version UInt32,
    name String,
    checksum String,
    applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(applied_at)
ORDER BY version
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the tables' history. A step that was released never changes again."""

    version: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def statements(self, **values: str) -> Iterator[str]:
        """The statements, with what stands in braces filled in."""
        for statement in re.split(r";\s*\n", self.text):
            if statement.strip():
                yield re.sub(r"\{(\w+)\}", lambda found: values[found[1]], statement)


def migrations() -> list[Migration]:
    """Every migration of this release, the oldest first."""
    here = files(__package__)
    names = filter(None, (_FILE.fullmatch(file.name) for file in here.iterdir()))
    found = (
        Migration(int(name[1]), name[2], here.joinpath(name[0]).read_text(encoding="utf-8"))
        for name in names
    )
    return sorted(found, key=lambda migration: migration.version)


def migrate(settings: Settings) -> None:
    """Create the database, or bring it up to this release. Does nothing when it is.

    Raises:
        Retry: ClickHouse is away.
        Fatal: a migration fails, or the database has one applied that this release has otherwise.
    """
    if not _NAME.fullmatch(settings.clickhouse_database):
        raise Fatal("clickhouse_database: expected letters, digits and underscores")
    with connect(settings) as client:
        client.create_database()
        client.command(_APPLIED)
        applied = dict(client.rows("SELECT version, checksum FROM schema_migrations FINAL"))
        for migration in migrations():
            checksum = applied.get(migration.version)
            if checksum is None:
                _apply(client, settings, migration)
            elif checksum != migration.checksum:
                raise Fatal(f"migration {migration.version} changed after it was applied")


def _apply(client: Client, settings: Settings, migration: Migration) -> None:
    for statement in migration.statements(
        database=settings.clickhouse_database,
        user=_literal(settings.clickhouse_user),
        password=_literal(settings.clickhouse_password.get_secret_value()),
    ):
        client.command(statement)
    client.command(
        "INSERT INTO schema_migrations (version, name, checksum)"
        " SELECT {version:UInt32}, {name:String}, {checksum:String}",
        {
            "version": migration.version,
            "name": migration.name,
            "checksum": migration.checksum,
        },
    )
    log.info("clickhouse_migrated", version=migration.version, name=migration.name)


def _literal(text: str) -> str:
    return "'{}'".format(text.replace("\\", "\\\\").replace("'", "\\'"))
