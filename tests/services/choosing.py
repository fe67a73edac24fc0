"""Which Kafka and which PostgreSQL tests run on: `--kafka` and `--postgres`.

This is the one place that says which tests concern a choice: those with a fixture that depends on
it. They carry the mark `chosen_services`, and `make test-kafka` runs them on the real parts.
"""

from typing import cast

import pytest

from tests.services.any_broker import BrokerKind
from tests.services.postgres_programs import PostgresKind

CHOICES = frozenset({"kafka_kind", "postgres_kind"})
APACHE_ALONE = "apache_kafka"
"""A fixture that the embedded broker has no equal of: its tests need `--kafka=apache`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("services")
    group.addoption(
        "--kafka",
        choices=["embedded", "apache"],
        default="embedded",
        help="the embedded broker, or Apache Kafka from its jars (needs Java 17 and Maven)",
    )
    group.addoption(
        "--postgres",
        choices=["wheel", "debian"],
        default="wheel",
        help="PostgreSQL from a wheel, or from Debian's packages",
    )


@pytest.fixture(scope="session")
def kafka_kind(pytestconfig: pytest.Config) -> BrokerKind:
    return cast(BrokerKind, pytestconfig.getoption("kafka"))


@pytest.fixture(scope="session")
def postgres_kind(pytestconfig: pytest.Config) -> PostgresKind:
    return cast(PostgresKind, pytestconfig.getoption("postgres"))


@pytest.hookimpl(tryfirst=True)  # before `-m` selects
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if not CHOICES.isdisjoint(_fixtures(item)):
            item.add_marker("chosen_services")
    if config.getoption("kafka") != "apache":
        others = [item for item in items if APACHE_ALONE in _fixtures(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


def _fixtures(item: pytest.Item) -> list[str]:
    return cast("list[str]", getattr(item, "fixturenames", []))
