"""How far each partition has been applied, and which events have been counted."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, delete, func, select

from resolvers.store import tables
from resolvers.store.dialect import insert_new, is_one_of, upsert

EventOfAccount = tuple[UUID, str]
"""The id of an event and the account it is of: together they tell a repeat from another event."""

_MICROSECONDS_A_DAY = timedelta(days=1) // timedelta(microseconds=1)


class Progress:
    """Offsets and counted events inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def offset(self, cluster_id: str, topic: str, partition: int) -> int:
        """The offset of the last message applied; -1 where none was."""
        columns = tables.offsets.c
        offset = self._connection.execute(
            select(columns.offset_no).where(
                columns.cluster_id == cluster_id,
                columns.topic == topic,
                columns.partition_no == partition,
            )
        ).scalar()
        return -1 if offset is None else offset

    def save_offset(self, cluster_id: str, topic: str, partition: int, offset: int) -> None:
        row = {
            "cluster_id": cluster_id,
            "topic": topic,
            "partition_no": partition,
            "offset_no": offset,
        }
        upsert(self._connection, tables.offsets, [row])

    def counted(self, event_ids: Collection[UUID]) -> set[EventOfAccount]:
        """For which accounts these events were counted before, as far as that is remembered."""
        columns = tables.seen_events.c
        return {
            (event_id, account_id)
            for event_id, account_id in self._connection.execute(
                select(columns.event_id, columns.account_id).where(
                    is_one_of(self._connection, columns.event_id, event_ids)
                )
            ).all()
        }

    def save_counted(self, events: Iterable[EventOfAccount], now: int) -> None:
        """Remember the events as of `now`, in microseconds since 1970."""
        day = now // _MICROSECONDS_A_DAY
        insert_new(
            self._connection,
            tables.seen_events,
            (
                {"event_id": event_id, "account_id": account_id, "seen_day": day}
                for event_id, account_id in events
            ),
        )

    def forget_counted(self, before: int) -> int:
        """Forget events of the days before `before`, in microseconds; how many they were.

        Costs one look into an index when there are none.
        """
        column = tables.seen_events.c.seen_day
        last = before // _MICROSECONDS_A_DAY
        oldest = self._connection.execute(select(func.min(column))).scalar()
        if oldest is None or oldest >= last:
            return 0
        return self._connection.execute(delete(tables.seen_events).where(column < last)).rowcount
