"""Assignments as the identity changes that consumers read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from resolvers.assignment.assign import Assignment
from resolvers.assignment.evidence import evidence_of
from resolvers.clustering import Partition
from schemas.identity import ChangeKind, Evidence, IdentityChange, Membership

CHANGE_NAMESPACE = UUID("b5a4c8a2-8a7e-5f39-9a65-6775697969e1")
_MOST_EVIDENCE = 100


@dataclass(frozen=True, slots=True)
class Cause:
    """What led to the changes of a batch. `events` are the event ids by account."""

    changed_at: datetime
    policy_version: str
    events: Mapping[str, Sequence[UUID]]
    model_version: str | None = None


def describe(
    assignments: Sequence[Assignment], partition: Partition, cause: Cause
) -> list[IdentityChange]:
    """One change for each assignment.

    Of a change that is several things at once the kind is the one that says most: `merged` when a
    profile ended, else `split` when a profile lost accounts, else `account_added`; `created` when
    there was none before. `before` and `after` tell the whole either way. `profile_id` is the
    surviving profile with the most accounts. The evidence is what joined accounts that were apart
    before and what keeps apart those that were together, at most 100 pieces.
    """
    found = evidence_of(assignments, partition)
    return [
        _describe(assignment, evidence, cause)
        for assignment, evidence in zip(assignments, found, strict=True)
    ]


def _describe(assignment: Assignment, evidence: Sequence[Evidence], cause: Cause) -> IdentityChange:
    survivors = assignment.before.keys() & assignment.after.keys() or assignment.after.keys()
    profile_id = min(survivors, key=lambda each: (-len(assignment.after[each]), each))
    return IdentityChange(
        change_id=uuid5(CHANGE_NAMESPACE, f"{profile_id}/{assignment.version}"),
        kind=_kind(assignment),
        profile_id=profile_id,
        version=assignment.version,
        changed_at=cause.changed_at,
        before=_memberships(assignment.before),
        after=_memberships(assignment.after),
        evidence=tuple(evidence[:_MOST_EVIDENCE]),
        policy_version=cause.policy_version,
        model_version=cause.model_version,
        caused_by=tuple(
            event_id
            for accounts in assignment.after.values()
            for account in accounts
            for event_id in cause.events.get(account, ())
        ),
    )


def _kind(assignment: Assignment) -> ChangeKind:
    if not assignment.before:
        return ChangeKind.CREATED
    if assignment.ended:
        return ChangeKind.MERGED
    if any(
        not set(accounts) <= set(assignment.after[profile_id])
        for profile_id, accounts in assignment.before.items()
    ):
        return ChangeKind.SPLIT
    return ChangeKind.ACCOUNT_ADDED


def _memberships(profiles: Mapping[UUID, tuple[str, ...]]) -> tuple[Membership, ...]:
    return tuple(
        Membership(profile_id=profile_id, accounts=profiles[profile_id])
        for profile_id in sorted(profiles)
    )
