from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from resolvers.store import IdentityStore, open_store
from resolvers.store.engine import create
from resolvers.store.tables import metadata
from schemas.errors import Fatal, Retry


def test_the_migrations_lead_to_the_tables(store: IdentityStore, store_url: str) -> None:
    with create(store_url).connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_opening_again_keeps_what_is_there(store: IdentityStore, store_url: str) -> None:
    store.remember_cluster("broker")
    again = open_store(store_url)
    assert again.knows_cluster("broker")
    again.close()


def test_a_url_of_another_database_is_refused() -> None:
    with pytest.raises(Fatal, match="sqlite or postgresql"):
        open_store("mysql://localhost/identity")
    with pytest.raises(Fatal, match="expected a URL"):
        open_store("identity.sqlite3")


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to be mistaken for one")
    with pytest.raises(Fatal, match="NOTADB"):
        open_store(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_a_store_that_must_exist_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match="no identity store"):
        open_store(f"sqlite:///{tmp_path / 'none.sqlite3'}", must_exist=True)
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_away_is_worth_a_retry(tmp_path: Path) -> None:
    with pytest.raises(Retry):
        open_store(f"postgresql://postgres@/identity?host={tmp_path}")
