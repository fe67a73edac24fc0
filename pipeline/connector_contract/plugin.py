"""The pytest plugin of the contract: an embedded broker for the run, one for each test to harm."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("pipeline.connector_contract")

from connectors.sdk.tokens import Tokens  # noqa: E402 (after the registration)
from pipeline.embedded.broker_server import EmbeddedBroker  # noqa: E402
from pipeline.settings import Settings  # noqa: E402


@pytest.fixture(scope="session")
def broker_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The settings of a running broker's clients."""
    with EmbeddedBroker(tmp_path_factory.mktemp("broker")) as running:
        yield running.settings


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    """A running broker of the test's own, to do harm to."""
    with EmbeddedBroker(tmp_path / "broker") as running:
        yield running


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    """Access tokens, none yet."""
    return Tokens(tmp_path / "tokens.sqlite3")
