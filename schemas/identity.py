"""`identity-changes`: how accounts came to, moved between and left profiles, and why."""

from enum import StrEnum
from typing import Annotated, Any, Self
from uuid import UUID

from msgspec import Meta, field

from schemas.message import Message, UtcTime
from schemas.personal import PERSONAL_IDENTIFIERS, mask


class ChangeKind(StrEnum):
    CREATED = "created"
    ACCOUNT_ADDED = "account_added"
    MERGED = "merged"
    SPLIT = "split"
    ERASED = "erased"


class EvidenceKind(StrEnum):
    ASSERTION = "assertion"
    DETERMINISTIC = "deterministic"
    PROBABILISTIC = "probabilistic"


class Evidence(Message, frozen=True, kw_only=True):
    """Why two accounts are, or are not, one person.

    `rule` is the identifier type, the comparison or the assertion that speaks; `value` is masked
    where personal; `weight` is in bits, for probabilistic evidence.
    """

    kind: EvidenceKind
    left: str
    right: str
    rule: str
    value: str | None = None
    weight: float | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def masked(self) -> Self:
        """The evidence with its value masked where it is personal."""
        if self.value is None or self.rule not in PERSONAL_IDENTIFIERS:
            return self
        return self.but(value=mask(self.rule, self.value))


class Membership(Message, frozen=True, kw_only=True):
    """A profile and the accounts that belong to it, sorted."""

    profile_id: UUID
    accounts: tuple[str, ...]


class IdentityChange(Message, frozen=True, kw_only=True):
    """One change of who is who.

    `before` and `after` hold every profile concerned, whole. Every profile in `after` has this
    `version`, higher than any version that one of its accounts was under before: a consumer that
    keeps, per account, the profile of the highest version has the truth. Profiles in `before` but
    not in `after` are gone and never come back.
    """

    change_id: UUID
    kind: ChangeKind
    profile_id: UUID
    version: int
    changed_at: UtcTime
    before: tuple[Membership, ...] = ()
    after: tuple[Membership, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    policy_version: str
    model_version: str | None = None
    caused_by: Annotated[tuple[UUID, ...], Meta(description="ids of the events that led here")] = ()

    def masked(self) -> Self:
        """The change with the personal values of its evidence masked."""
        return self.but(evidence=tuple(each.masked() for each in self.evidence))

    @property
    def ended(self) -> tuple[UUID, ...]:
        """The profiles that are gone by this change, at its version."""
        living = {membership.profile_id for membership in self.after}
        return tuple(each.profile_id for each in self.before if each.profile_id not in living)
