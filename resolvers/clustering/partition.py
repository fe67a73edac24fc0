"""What clustering says: the clusters, and why these and no others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from resolvers.accounts.state import IdentifierKey
from resolvers.clustering.silence import Silence
from schemas.identity import EvidenceKind


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence for two accounts being one person.

    `rule` is the identifier type, the comparison's name or `must_link`; `key` is the shared
    identifier of deterministic evidence, `weight` the bits of probabilistic evidence.
    """

    kind: EvidenceKind
    left: str
    right: str
    rule: str
    key: IdentifierKey | None = None
    weight: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Veto(StrEnum):
    """Why a link was refused.

    OVERFULL: one of the accounts alone holds more than `max_values` values like the shared one.
    CONTRADICTED: by what the accounts of the two clusters say of themselves they are two persons,
    and the shared value, if it is one, is doubtful.
    OUTVOTED: the accounts of the two clusters on average say that they are two persons.
    """

    CANNOT_LINK = "cannot_link"
    UNIQUE = "unique"
    MAX_ACCOUNTS = "max_accounts_per_profile"
    MAX_VALUES = "max_values"
    OVERFULL = "overfull"
    CONTRADICTED = "contradicted"
    OUTVOTED = "outvoted"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A link that was not used. `about` is the identifier type of a veto that concerns one."""

    link: Link
    veto: Veto
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Drop:
    """A value that several `accounts` here share and that says nothing.

    `holders` counts all accounts that hold it, also outside the component; above the limit of a
    generic value it may stop counting.
    """

    key: IdentifierKey
    silence: Silence
    accounts: tuple[str, ...]
    holders: int


@dataclass(frozen=True, slots=True)
class Partition:
    """The clusters, each sorted, and sorted among themselves; with the evidence behind them.

    `links` span the clusters: a cluster of n accounts has n - 1. A value that two clusters share
    is refused once between them, for however many of their accounts share it, unless one of them
    grew in between.
    """

    clusters: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    drops: tuple[Drop, ...] = ()
