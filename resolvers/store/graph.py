"""Accounts, identifiers and profiles, read and written a batch at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    delete,
    func,
    select,
)

from resolvers.accounts import AccountState, IdentifierKey
from resolvers.assignment import StoredProfile
from resolvers.store import tables
from resolvers.store.dialect import insert_new, is_one_of, listed, upsert

_AFTER_ALL = "\U0010ffff"
"""Sorts after every account id."""


class StoredAccount(Struct, frozen=True, gc=False):
    """An account with the profile it belongs to."""

    state: AccountState
    profile: StoredProfile


class Graph:
    """The identity graph inside one transaction. Each method is one or two statements."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def accounts_with_profile_mates(self, account_ids: Collection[str]) -> Iterator[StoredAccount]:
        """These accounts as far as they exist, and all accounts of their profiles."""
        columns = tables.accounts.c
        named = is_one_of(self._connection, columns.account_id, account_ids)
        return self._accounts(columns.profile_id.in_(select(columns.profile_id).where(named)))

    def accounts_of(self, profile_ids: Collection[UUID]) -> Iterator[StoredAccount]:
        """All accounts of these profiles; none of profiles that ended."""
        column = tables.accounts.c.profile_id
        return self._accounts(is_one_of(self._connection, column, profile_ids))

    def accounts_after(self, account_id: str, most: int) -> Iterator[StoredAccount]:
        """The next accounts in the order of their ids."""
        column = tables.accounts.c.account_id
        return self._read(_ACCOUNTS.where(column > account_id).order_by(column).limit(most))

    def holders(self, keys: Collection[IdentifierKey], most: int) -> dict[IdentifierKey, list[str]]:
        """The accounts that hold each of the keys, in order, at most `most` of each."""
        held, bound = tables.identifiers, tables.identifiers.alias()
        texts = [key.text for key in keys]
        wanted = listed(self._connection, held.c.identifier, texts).subquery()
        last = (
            select(bound.c.account_id)
            .where(bound.c.identifier == wanted.c.value)
            .order_by(bound.c.account_id)
            .limit(1)
            .offset(most - 1)
            .scalar_subquery()
        )
        rows = self._connection.execute(
            select(held.c.identifier, held.c.account_id)
            .join(wanted, held.c.identifier == wanted.c.value)
            .where(held.c.account_id <= func.coalesce(last, _AFTER_ALL))
            .order_by(held.c.identifier, held.c.account_id)
        ).all()
        return {
            IdentifierKey.from_text(text): [account_id for _, account_id in group]
            for text, group in groupby(rows, key=itemgetter(0))
        }

    def moved_on(self, told: Mapping[UUID, int]) -> dict[UUID, int | None]:
        """Which profiles have a higher version than told: None, or the version at which one ended.

        Args:
            told: versions by profile id.
        """
        columns = tables.profiles.c
        rows = self._connection.execute(
            select(columns.profile_id, columns.version, columns.ended).where(
                is_one_of(self._connection, columns.profile_id, told.keys())
            )
        )
        return {
            profile_id: version if ended else None
            for profile_id, version, ended in rows
            if version > told[profile_id]
        }

    def profile_ids_after(self, profile_id: UUID, most: int) -> list[UUID]:
        """The next living profiles in the order of their ids, for walking over all of them."""
        columns = tables.profiles.c
        return list(
            self._connection.execute(
                select(columns.profile_id)
                .where(columns.profile_id > profile_id, ~columns.ended)
                .order_by(columns.profile_id)
                .limit(most)
            ).scalars()
        )

    def save_accounts(self, accounts: Iterable[StoredAccount]) -> None:
        """Write accounts that are new or came to another profile."""
        upsert(self._connection, tables.accounts, map(_account_row, accounts))

    def save_states(self, accounts: Iterable[StoredAccount]) -> None:
        """Write accounts that are in the profile in which they are stored."""
        kept = [tables.accounts.c.profile_id]
        upsert(self._connection, tables.accounts, map(_account_row, accounts), kept=kept)

    def save_holdings(
        self,
        added: Iterable[tuple[IdentifierKey, str]],
        removed: Collection[tuple[IdentifierKey, str]],
    ) -> None:
        """Write which identifiers accounts came to hold and hold no longer."""
        if removed:
            columns = tables.identifiers.c
            self._connection.execute(
                delete(tables.identifiers).where(
                    columns.identifier == bindparam("of_identifier"),
                    columns.account_id == bindparam("of_account"),
                ),
                [{"of_identifier": key.text, "of_account": each} for key, each in removed],
            )
        insert_new(
            self._connection,
            tables.identifiers,
            ({"identifier": key.text, "account_id": account_id} for key, account_id in added),
        )

    def save_profiles(
        self, living: Iterable[StoredProfile], ended: Iterable[StoredProfile]
    ) -> None:
        upsert(
            self._connection,
            tables.profiles,
            [_profile_row(each, ended=False) for each in living]
            + [_profile_row(each, ended=True) for each in ended],
        )

    def _accounts(self, condition: ColumnElement[bool]) -> Iterator[StoredAccount]:
        return self._read(_ACCOUNTS.where(condition))

    def _read(self, accounts: Select[Any]) -> Iterator[StoredAccount]:
        return (
            StoredAccount(
                AccountState.from_json(account_id, state),
                StoredProfile(profile_id, version, created_at),
            )
            for account_id, state, profile_id, version, created_at in self._connection.execute(
                accounts
            ).all()
        )


_ACCOUNTS = select(
    tables.accounts.c.account_id,
    cast(tables.accounts.c.state, Text),
    tables.profiles.c.profile_id,
    tables.profiles.c.version,
    tables.profiles.c.created_at,
).join(tables.profiles, tables.profiles.c.profile_id == tables.accounts.c.profile_id)


def _account_row(account: StoredAccount) -> Mapping[str, Any]:
    return {
        "account_id": account.state.account_id,
        "profile_id": account.profile.profile_id,
        "state": account.state.content(),
    }


def _profile_row(profile: StoredProfile, *, ended: bool) -> Mapping[str, Any]:
    return {
        "profile_id": profile.profile_id,
        "version": profile.version,
        "created_at": profile.created_at,
        "ended": ended,
    }
