"""A store of an earlier release keeps what it knows."""

from uuid import UUID

from sqlalchemy import Connection

from resolvers.accounts.state import to_microseconds, to_time
from resolvers.store import open_store, tables
from resolvers.store.engine import create
from resolvers.store.schema import migrate

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


def _save_counted(connection: Connection) -> None:
    """The first two events on the first day, the others on the third."""
    connection.execute(
        tables.seen_events.insert(),
        [
            {"event_id": event_id, "account_id": account_id, "seen_day": place // 2 * 2}
            for place, (event_id, account_id) in enumerate(COUNTED)
        ],
    )
