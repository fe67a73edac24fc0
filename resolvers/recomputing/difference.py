"""What other criteria change, in numbers and examples."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

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

    @classmethod
    def of(
        cls,
        changes: Sequence[IdentityChange],
        before: Histogram,
        after: Histogram,
        *,
        policy_version: str,
        model_version: str | None,
    ) -> "Difference":
        """From the changes and the sizes of all profiles before and after them."""
        return cls(
            accounts=sum(size * profiles for size, profiles in before.items()),
            profiles_before=sum(before.values()),
            profiles_after=sum(after.values()),
            merged=sum(len(change.ended) for change in changes),
            split=sum(len(list(_losing(change))) for change in changes),
            moved=sum(map(_moved, changes)),
            sizes_before=dict(sorted(before.items())),
            sizes_after=dict(sorted(after.items())),
            policy_version=policy_version,
            model_version=model_version,
            examples=tuple(
                each.masked() for each in sorted(changes, key=_moved, reverse=True)[:MOST_EXAMPLES]
            ),
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
