"""The stores every resolver must behave the same on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from resolvers.store import IdentityStore, open_store


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.chosen_services)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store, on each database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'identity.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[IdentityStore]:
    opened = open_store(store_url)
    yield opened
    opened.close()
