"""The evidence behind each assignment, in the words of the identity changes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from resolvers.accounts.state import IdentifierKey
from resolvers.assignment.assign import Assignment
from resolvers.clustering import Drop, Link, Partition, Refusal, Silence
from schemas.identity import Evidence, EvidenceKind


def evidence_of(assignments: Sequence[Assignment], partition: Partition) -> list[list[Evidence]]:
    """For each assignment the links that are new to it and the refusals that parted it.

    Values are clear. The evidence of a refusal says what refused it in `details["refused"]`.
    """
    places = _Places(assignments)
    found: list[list[Evidence]] = [[] for _ in assignments]
    for link in partition.links:
        place = places.shared(link.left, link.right)
        if place is not None and places.were_apart(link.left, link.right):
            found[place].append(of_link(link))
    for refusal in partition.refusals:
        left, right = refusal.link.left, refusal.link.right
        place = places.shared(left, right)
        if place is not None and places.are_parted(left, right):
            found[place].append(of_refusal(refusal))
    for drop in partition.drops:
        if drop.silence is Silence.GENERIC:
            for left, right in zip(drop.accounts, drop.accounts[1:], strict=False):
                place = places.shared(left, right)
                if place is not None and places.are_parted(left, right):
                    found[place].append(of_drop(drop, left, right))
    return found


def of_link(link: Link) -> Evidence:
    """The evidence of a link that was used."""
    return Evidence(
        kind=link.kind,
        left=link.left,
        right=link.right,
        rule=link.rule,
        value=None if link.key is None else link.key.value,
        weight=link.weight,
        details=_scope(link.key) | dict(link.details),
    )


def of_refusal(refusal: Refusal) -> Evidence:
    """The evidence of a link that a veto refused."""
    about = {} if refusal.about is None else {"about": refusal.about}
    refused = {"refused": refusal.veto.value} | about
    evidence = of_link(refusal.link)
    return evidence.but(details=evidence.details | refused)


def of_drop(drop: Drop, left: str, right: str) -> Evidence:
    """The evidence of a shared value that says nothing."""
    return Evidence(
        kind=EvidenceKind.DETERMINISTIC,
        left=left,
        right=right,
        rule=drop.key.type,
        value=drop.key.value,
        details=_scope(drop.key) | {"refused": drop.silence.value, "holders": drop.holders},
    )


def _scope(key: IdentifierKey | None) -> dict[str, Any]:
    return {"scope": key.scope} if key is not None and key.scope else {}


class _Places:
    """Which assignment an account is in, and its profiles before and after."""

    def __init__(self, assignments: Sequence[Assignment]) -> None:
        self._index: dict[str, int] = {}
        self._before: dict[str, UUID] = {}
        self._after: dict[str, UUID] = {}
        for index, assignment in enumerate(assignments):
            self._before |= _profile_of(assignment.before)
            self._after |= (after := _profile_of(assignment.after))
            self._index |= dict.fromkeys(after, index)

    def shared(self, left: str, right: str) -> int | None:
        """The assignment that both accounts are in."""
        index = self._index.get(left)
        return index if index is not None and self._index.get(right) == index else None

    def were_apart(self, left: str, right: str) -> bool:
        """Whether the accounts had no profile together before."""
        before = self._before.get(left)
        return before is None or before != self._before.get(right)

    def are_parted(self, left: str, right: str) -> bool:
        """Whether the accounts were together before and are no longer."""
        return not self.were_apart(left, right) and self._after[left] != self._after[right]


def _profile_of(profiles: Mapping[UUID, tuple[str, ...]]) -> dict[str, UUID]:
    return {account: each for each, accounts in profiles.items() for account in accounts}
