"""A store of an earlier release keeps what it knows."""

import json
from uuid import UUID

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from resolvers.accounts.state import to_microseconds, to_time
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore, StoredAccount, open_store, schema, tables
from resolvers.store.engine import create
from resolvers.store.schema import migrate
from schemas.identity import ChangeKind, IdentityChange
from tests.resolvers.feeding import Partition
from tests.resolvers.strategies import SMALL_POLICY, event

DAY = to_microseconds(to_time(0).replace(day=2))
COUNTED = [(UUID(int=2**127 - number), f"web:shop:{number % 2}") for number in range(4)]


def test_events_counted_before_are_not_counted_again_and_forgotten_in_time(store_url: str) -> None:
    database = create(store_url)
    migrate(database, "0005")
    with database.begin() as connection:
        _save_counted(connection)
    database.dispose()
    store = open_store(store_url)
    store.write(lambda transaction: transaction.progress.save_counted(COUNTED, 9 * DAY))
    ids = [event_id for event_id, _ in COUNTED]
    assert store.read(lambda known: known.progress.counted(ids)) == set(COUNTED)
    assert store.write(lambda known: known.progress.forget_counted(2 * DAY)) == 2
    assert store.read(lambda known: known.progress.counted(ids)) == set(COUNTED[2:])
    store.close()


def test_changes_not_published_before_are_told_after_it(store_url: str) -> None:
    database = create(store_url)
    migrate(database, "0007")
    changes = [_change(number) for number in range(4)]
    with database.begin() as connection:
        for number, change in enumerate(changes):
            given = {
                "id": change.change_id.hex,
                "partition": number % 2,
                "published": number == 0,
                "change": json.dumps(change.to_builtins()),
            }
            connection.execute(text(_EARLIER_CHANGE), given)
    database.dispose()
    store = open_store(store_url)
    assert list(store.all_changes()) == changes
    assert _unpublished(store, 0) == [changes[2]]
    assert _unpublished(store, 1) == [changes[1], changes[3]]
    store.write(lambda known: known.outbox.add([_change(4)], "events", 1))
    store.write(lambda known: known.outbox.mark_published([changes[1].change_id]))
    assert _unpublished(store, 1) == [changes[3], _change(4)]
    store.close()


def test_a_store_that_went_back_to_an_earlier_release_and_is_upgraded_anew_keeps_all(
    store_url: str,
) -> None:
    store = open_store(store_url)
    resolver = Resolver(store, SMALL_POLICY)
    Partition(resolver, 0).deliver(event("1", "a", ("email", "x")), event("2", "b"))
    Partition(resolver, 1).deliver(event("3", "c", ("email", "x")), confirm=False)
    kept = _kept(store)
    assert (len(kept[0]), len(kept[1]), len(kept[2])) == (3, 3, 1)
    store.close()
    _downgrade(store_url, "0006")
    store = open_store(store_url)
    assert _kept(store) == kept
    store.close()


def _kept(
    store: IdentityStore,
) -> tuple[list[StoredAccount], list[IdentityChange], list[IdentityChange]]:
    accounts = store.read(lambda known: known.whole.accounts_after("", 9))
    assert _unpublished(store, 0) == []
    return accounts, list(store.all_changes()), _unpublished(store, 1)


def _downgrade(store_url: str, revision: str) -> None:
    database = create(store_url)
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS).replace("%", "%%"))
    with database.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    database.dispose()


_EARLIER_CHANGE = """
INSERT INTO identity_changes (change_id, topic, partition_no, published, change)
VALUES (:id, 'events', :partition, :published, :change)
"""


def _change(number: int) -> IdentityChange:
    return IdentityChange(
        change_id=UUID(int=number),
        kind=ChangeKind.CREATED,
        profile_id=UUID(int=100 + number),
        version=1,
        changed_at=to_time(0),
        policy_version="one",
    )


def _unpublished(store: IdentityStore, partition: int) -> list[IdentityChange]:
    return store.read(lambda known: known.outbox.unpublished("events", partition))


def _save_counted(connection: Connection) -> None:
    """The first two events on the first day, the others on the third."""
    connection.execute(
        tables.seen_events.insert(),
        [
            {"event_id": event_id, "account_id": account_id, "seen_day": place // 2 * 2}
            for place, (event_id, account_id) in enumerate(COUNTED)
        ],
    )
