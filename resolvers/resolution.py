"""What goes into the resolver and what comes out of it."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from schemas.event import CustomerEvent
from schemas.identity import IdentityChange
from schemas.profile import Profile


@dataclass(frozen=True, slots=True)
class Position:
    """Where the last message of a batch stands, in which broker cluster."""

    cluster_id: str
    topic: str
    partition: int
    offset: int


class PlacedEvent(Struct, frozen=True, gc=False):
    """An event with the offset of its message."""

    offset: int
    event: CustomerEvent


class Resolved(Struct, frozen=True, gc=False):
    """An event with the profile its account belongs to now.

    `resolved_by` is how the account came to its profile: `known` before this batch, `new` with no
    link to another account, or else the evidence: `deterministic:<identifier type>`,
    `probabilistic:<rule>`, `assertion:must_link`. An anonymous event has `NO_PROFILE`, by
    `anonymous`.
    """

    event: CustomerEvent
    profile_id: UUID
    resolved_by: str


@dataclass(frozen=True, slots=True)
class EndedProfile:
    """A profile that is gone, with the version at which it ended."""

    profile_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How profiles stand in the store: the documents of the living, the ends of the others."""

    profiles: tuple[Profile, ...]
    ended: tuple[EndedProfile, ...]

    @property
    def versions(self) -> dict[UUID, int]:
        """The version of each, by profile id."""
        return {each.profile_id: each.version for each in self.profiles} | {
            each.profile_id: each.version for each in self.ended
        }


@dataclass(frozen=True, slots=True)
class Comparing:
    """What comparing accounts came to, in pairs of accounts.

    `compared` were in a block together, of which `kept` weights are new or other than before;
    `withdrawn` are weights that hold no longer. `left_out` were together in oversized blocks of
    the finest depth only, as far as they were counted. `divided` counts parts of the graph that
    had to do with a higher threshold, since more accounts were connected than the policy allows.
    """

    compared: int = 0
    kept: int = 0
    withdrawn: int = 0
    left_out: int = 0
    divided: int = 0


@dataclass(frozen=True, slots=True)
class Resolution(Standing):
    """The outputs of a batch, all values clear.

    `resolved` has every event of the batch in order, also those applied before. `profiles` are
    the current documents of every profile touched, `ended` those that are gone. `changes` are
    the unpublished changes that this partition caused, or else persons, oldest first.
    """

    resolved: tuple[Resolved, ...]
    changes: tuple[IdentityChange, ...]
    comparing: Comparing = Comparing()
