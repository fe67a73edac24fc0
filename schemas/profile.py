"""`profiles`: the golden record of one person. Compacted, keyed by profile_id."""

from typing import Any
from uuid import UUID

from msgspec import field

from schemas.message import Message, UtcTime

VERSION_HEADER = "guiyi-version"
"""Kafka header of a profile's tombstone: the version at which the profile ended."""


class ProfileAccount(Message, frozen=True, kw_only=True):
    account_id: str
    platform: str
    first_seen: UtcTime
    last_seen: UtcTime


class ProfileIdentifier(Message, frozen=True, kw_only=True):
    """An identifier of the person. Personal values are masked and carry a keyed `hash`."""

    type: str
    scope: str = ""
    value: str
    hash: str | None = None
    accounts: tuple[str, ...]
    first_seen: UtcTime
    last_seen: UtcTime


class ProfileTrait(Message, frozen=True, kw_only=True):
    """The surviving value of a trait, and the account that stated it. Masked where personal."""

    value: str
    hash: str | None = None
    account_id: str
    stated_at: UtcTime


class Profile(Message, frozen=True, kw_only=True):
    """The golden record.

    `version` only ever grows, also when profiles merge. `counters` are the accounts' counters
    added up: `events`, `events.<type>`, and money in the currency's smallest unit
    (`amount.<currency>.<type>`). Of very many identifiers of one type the latest are listed, and
    the counter `identifiers.<type>` tells how many there are.
    """

    profile_id: UUID
    version: int
    created_at: UtcTime
    first_seen: UtcTime
    last_seen: UtcTime
    accounts: tuple[ProfileAccount, ...]
    identifiers: tuple[ProfileIdentifier, ...] = ()
    traits: dict[str, ProfileTrait] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    insights: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    consent: dict[str, bool] = field(default_factory=dict)
    policy_version: str
