"""What clustering reads: accounts with what they hold, weights and assertions between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from resolvers.accounts.state import IdentifierKey


class Verdict(StrEnum):
    """What a person says of two accounts; it beats all other evidence."""

    MUST_LINK = "must_link"
    CANNOT_LINK = "cannot_link"


@dataclass(frozen=True, slots=True, order=True)
class Assertion:
    """A person's word on two accounts, `left` being the smaller id."""

    left: str
    right: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PairWeight:
    """A match weight in bits between two accounts, `left` being the smaller id.

    `parts` are what it is the sum of, in the order of the model, where that is asked for: the
    prior, and each comparison's bits. `is_candidate`: blocking brings the two together; of other
    pairs the weight is known, but it is no evidence by itself.
    """

    left: str
    right: str
    weight: float
    rule: str
    details: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[float, ...] = ()
    is_candidate: bool = True

    @property
    def says(self) -> tuple[float, ...]:
        """The parts, or the whole where they are not known."""
        return self.parts or (self.weight,)


@dataclass(frozen=True, slots=True)
class Component:
    """Accounts and the evidence between them, closed under evidence.

    Closed means: with an account, every other holder of the linking values that
    speak for it (`resolvers.clustering.speaking`), every account it has a
    weight from `effective_match_threshold` up with, and every account a must-link names is in it.
    Several components in one give the same clusters as each by itself.

    `accounts` maps an account to the identifiers it holds (`resolvers.accounts.held`: of a unique
    identifier one value in a scope). `holders` counts the holders of values
    of which not all holders are in the component; other values are counted here.
    """

    accounts: Mapping[str, frozenset[IdentifierKey]]
    holders: Mapping[IdentifierKey, int] = field(default_factory=dict)
    weights: tuple[PairWeight, ...] = ()
    assertions: tuple[Assertion, ...] = ()
