"""What can be compared of accounts, read without their states."""

from collections.abc import Collection, Mapping
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, select

from resolvers.comparisons import Description
from resolvers.store import tables
from resolvers.store.dialect import is_one_of, upsert

_REMEMBERED = 1 << 16

_DECODER = msgspec.json.Decoder(dict[str, tuple[str, ...]])


class Descriptions:
    """The stored descriptions inside one transaction. Each method is one statement."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_ids: Collection[str]) -> dict[str, Description]:
        """The descriptions of these accounts, as far as there are any."""
        columns = tables.descriptions.c
        rows = self._connection.execute(
            select(columns.account_id, columns.content).where(
                is_one_of(self._connection, columns.account_id, account_ids)
            )
        ).all()
        return {account_id: _decoded(content) for account_id, content in rows}

    def save(self, descriptions: Mapping[str, Description]) -> None:
        upsert(
            self._connection,
            tables.descriptions,
            (
                {"account_id": each, "content": msgspec.json.encode(descriptions[each].content)}
                for each in sorted(descriptions)
            ),
        )


@lru_cache(_REMEMBERED)
def _decoded(content: bytes) -> Description:
    return Description(_DECODER.decode(content))
