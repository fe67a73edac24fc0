"""Services that tests share, each in its own file of `tests/services`."""

pytest_plugins = (
    "tests.services.choosing",
    "tests.services.broker",
    "tests.services.clickhouse",
    "tests.services.postgres",
)
