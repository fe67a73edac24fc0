"""Bringing a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x67756979
"""An arbitrary number that every worker agrees on."""


def migrate(connection: Connection) -> None:
    """Create or upgrade the schema inside the connection's transaction.

    Safe when several workers start at once: the later ones wait and find the work done.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
