"""The chosen PostgreSQL as fixtures: one server for the whole run, a database for each test."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests.services.postgres_programs import PostgresKind
from tests.services.postgres_server import PostgresServer, running_postgres

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server(postgres_kind: PostgresKind) -> Iterator[PostgresServer]:
    """A running server."""
    with running_postgres(postgres_kind) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy URL of a fresh database, dropped after the test."""
    name = f"test_{next(_numbers)}"
    yield postgres_server.create_database(name)
    postgres_server.drop_database(name)


@pytest.fixture
def own_postgres(postgres_kind: PostgresKind) -> Iterator[PostgresServer]:
    """A running server of the test's own, to do harm to."""
    with running_postgres(postgres_kind) as server:
        yield server
