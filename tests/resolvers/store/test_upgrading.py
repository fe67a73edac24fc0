"""A store of an earlier release keeps what it knows."""

import json
from uuid import UUID

from sqlalchemy import Connection, text

from resolvers.accounts.state import to_microseconds, to_time
from resolvers.store import IdentityStore, open_store, tables
from resolvers.store.engine import create
from resolvers.store.schema import migrate
from schemas.identity import ChangeKind, IdentityChange

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
