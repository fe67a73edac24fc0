"""Services that tests share, each in its own file of `tests/services`."""

import pytest

pytest.register_assert_rewrite("pipeline.connector_contract")

pytest_plugins = (
    "tests.services.ports",
    "tests.services.choosing",
    "tests.services.broker",
    "tests.services.clickhouse",
    "tests.services.postgres",
)
