"""Bringing a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from schemas.errors import Fatal

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x67756979
"""An arbitrary number that every worker agrees on."""


def require(database: Engine) -> None:
    """Return if the database has the schema of this release.

    Raises:
        Fatal: it has none, or that of another release.
    """
    wanted = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with database.connect().execution_options(read_only=True) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise Fatal("there is no identity store in this database")
    if found != wanted:
        raise Fatal(
            f"the identity store has schema {found}, this release needs {wanted}: "
            "a worker of this release upgrades it when it starts"
        )


def migrate(database: Engine, revision: str = "head") -> None:
    """Create or upgrade the schema in one transaction, to that of this release.

    Safe when several workers start at once: the later ones wait and find the work done.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    if database.dialect.name == "postgresql":
        # A serializable transaction would see what was there before it got the lock.
        database = database.execution_options(isolation_level="READ COMMITTED")
    with database.begin() as connection:
        if database.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
