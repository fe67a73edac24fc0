import pytest

from pipeline.clickhouse import Client
from pipeline.settings import Settings
from pipeline.sinks.clickhouse.migrations import migrate, migrations
from schemas.errors import Fatal, Retry

TABLES = {
    "account_profiles",
    "current_profile",
    "customer_accounts",
    "customer_events",
    "customers",
    "events",
    "identity_changes",
    "profiles",
    "schema_migrations",
}


def test_versions_count_up_from_one() -> None:
    assert [each.version for each in migrations()] == list(range(1, len(migrations()) + 1))


def test_migrating_again_changes_nothing(clickhouse: Client, clickhouse_settings: Settings) -> None:
    assert {name for (name,) in clickhouse.rows("SHOW TABLES")} == TABLES
    before = clickhouse.rows("SELECT * FROM schema_migrations ORDER BY version")
    migrate(clickhouse_settings)
    assert clickhouse.rows("SELECT * FROM schema_migrations ORDER BY version") == before


def test_a_migration_cut_short_is_done_again(
    clickhouse: Client, clickhouse_settings: Settings
) -> None:
    clickhouse.command("TRUNCATE TABLE schema_migrations")
    clickhouse.command("DROP VIEW customers")
    migrate(clickhouse_settings)
    assert clickhouse.rows("SELECT count() FROM customers") == [(0,)]


def test_a_migration_that_changed_is_refused(
    clickhouse: Client, clickhouse_settings: Settings
) -> None:
    clickhouse.command("INSERT INTO schema_migrations (version, checksum) VALUES (1, 'other')")
    with pytest.raises(Fatal, match="migration 1 changed"):
        migrate(clickhouse_settings)


def test_a_database_name_is_a_name(clickhouse_url: str) -> None:
    with pytest.raises(Fatal):
        migrate(Settings(clickhouse_url=clickhouse_url, clickhouse_database="a; DROP"))


def test_clickhouse_away_is_to_be_tried_again() -> None:
    with pytest.raises(Retry):
        migrate(Settings(clickhouse_url="http://127.0.0.1:9"))
