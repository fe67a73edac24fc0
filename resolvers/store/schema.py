"""Bringing a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x67756979
"""An arbitrary number that every worker agrees on."""


def migrate(database: Engine) -> None:
    """Create or upgrade the schema in one transaction.

    Safe when several workers start at once: the later ones wait and find the work done.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    if database.dialect.name == "postgresql":
        # A serializable transaction would see what was there before it got the lock.
        database = database.execution_options(isolation_level="READ COMMITTED")
    with database.begin() as connection:
        if database.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
