"""What other criteria change, in numbers and examples."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from uuid import UUID

from resolvers.store import Versions
from schemas.identity import IdentityChange, Membership
from schemas.message import Message

Histogram = Mapping[int, int]
"""How many profiles have so many accounts."""

MOST_EXAMPLES = 10


class Difference(Message, frozen=True, kw_only=True):
    """How the profiles of one graph under other criteria differ from those that it has.

    `merged` counts profiles that ended in others, `split` those that lost accounts; `moved` are
    accounts that have another profile than before. `sizes_before` and `sizes_after` are how many
    profiles have so many accounts. The examples are the changes that move most accounts.
    """

    accounts: int
    profiles_before: int
    profiles_after: int
    merged: int
    split: int
    moved: int
    sizes_before: dict[int, int]
    sizes_after: dict[int, int]
    policy_version: str
    model_version: str | None
    examples: tuple[IdentityChange, ...]


class Counting:
    """Adds up changes as they come, and keeps the largest as examples."""

    def __init__(self) -> None:
        self._merged = self._split = self._moved = 0
        self._examples: list[IdentityChange] = []

    def add(self, changes: Iterable[IdentityChange]) -> None:
        for change in changes:
            self._merged += len(change.ended)
            self._split += sum(1 for _ in _losing(change))
            self._moved += _moved(change)
            self._examples.append(change)
        self._examples = nlargest(MOST_EXAMPLES, self._examples, key=_moved)

    def difference(self, before: Histogram, after: Histogram, versions: Versions) -> Difference:
        """What came of the changes.

        Args:
            before: the sizes of all profiles before them.
            after: and after them.
            versions: of the criteria that they follow from.
        """
        return Difference(
            accounts=sum(size * profiles for size, profiles in before.items()),
            profiles_before=sum(before.values()),
            profiles_after=sum(after.values()),
            merged=self._merged,
            split=self._split,
            moved=self._moved,
            sizes_before=dict(sorted(before.items())),
            sizes_after=dict(sorted(after.items())),
            policy_version=versions.policy,
            model_version=versions.model,
            examples=tuple(each.masked() for each in self._examples),
        )


def _losing(change: IdentityChange) -> Iterator[UUID]:
    """The profiles whose accounts do not all stay together."""
    after = _profile_of(change.after)
    for membership in change.before:
        if len({after[account] for account in membership.accounts}) > 1:
            yield membership.profile_id


def _moved(change: IdentityChange) -> int:
    before, after = _profile_of(change.before), _profile_of(change.after)
    return sum(before[account] != profile for account, profile in after.items())


def _profile_of(memberships: Iterable[Membership]) -> Mapping[str, UUID]:
    return {account: each.profile_id for each in memberships for account in each.accounts}
