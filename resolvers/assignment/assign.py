"""Profile ids for clusters: stable, never reused, the same for the same history."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from msgspec import Struct

PROFILE_NAMESPACE = UUID("0f3b2f0e-4f0c-5f5e-8d5c-6775697969e1")

Clusters = Iterable[tuple[str, ...]]


class StoredProfile(Struct, frozen=True, gc=False):
    """A living profile as the store has it; `created_at` in microseconds since 1970."""

    profile_id: UUID
    version: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """One connected group of profiles whose membership changed.

    `before` and `after` map profile ids to sorted accounts, whole. Every profile in `after` now
    has `version`; those in `before` alone ended with it.
    """

    version: int
    before: Mapping[UUID, tuple[str, ...]]
    after: Mapping[UUID, tuple[str, ...]]

    @property
    def created(self) -> set[UUID]:
        return self.after.keys() - self.before.keys()

    @property
    def ended(self) -> set[UUID]:
        return self.before.keys() - self.after.keys()


def assign(
    clusters: Clusters,
    profile_of: Mapping[str, UUID],
    profiles: Mapping[UUID, StoredProfile],
) -> list[Assignment]:
    """Give every cluster its profile and return what changed.

    An id follows the cluster that holds most of its accounts, of equals the one with the smallest
    account; of several ids that follow one cluster the one with most accounts in it stays, of
    equals the oldest, then the smallest. The others end. A cluster without an id gets a new one,
    which depends on its smallest account and the version only.

    Args:
        clusters: whole clusters, each sorted. With an account, all accounts that its profile has
            had so far are in them.
        profile_of: the profile so far, for accounts that have one.
        profiles: those profiles.
    """
    return [
        assignment
        for group in _groups(sorted(clusters), profile_of)
        if (assignment := _assign_group(group, profile_of, profiles)) is not None
    ]


def _groups(
    clusters: list[tuple[str, ...]], profile_of: Mapping[str, UUID]
) -> Iterator[list[tuple[str, ...]]]:
    """Clusters connected by having accounts of one profile, in the order of their smallest."""
    by_profile: dict[UUID, list[int]] = {}
    ids = [{profile_of[each] for each in cluster if each in profile_of} for cluster in clusters]
    for index, profile_ids in enumerate(ids):
        for profile_id in profile_ids:
            by_profile.setdefault(profile_id, []).append(index)
    done: set[int] = set()
    for start in range(len(clusters)):
        if start in done:
            continue
        group, waiting = {start}, [start]
        while waiting:
            for profile_id in ids[waiting.pop()]:
                fresh = set(by_profile.pop(profile_id, ())) - group
                group |= fresh
                waiting.extend(fresh)
        done |= group
        yield [clusters[index] for index in sorted(group)]


def _assign_group(
    clusters: list[tuple[str, ...]],
    profile_of: Mapping[str, UUID],
    profiles: Mapping[UUID, StoredProfile],
) -> Assignment | None:
    before: dict[UUID, list[str]] = {}
    for cluster in clusters:
        for account in cluster:
            if account in profile_of:
                before.setdefault(profile_of[account], []).append(account)
    accounts = sum(map(len, clusters))
    if len(before) == len(clusters) == 1 and accounts == len(next(iter(before.values()))):
        return None
    version = 1 + max((profiles[each].version for each in before), default=0)
    kept = _kept_ids(clusters, profile_of, profiles)
    return Assignment(
        version=version,
        before={each: tuple(sorted(before[each])) for each in sorted(before)},
        after={
            kept.get(cluster[0]) or uuid5(PROFILE_NAMESPACE, f"{cluster[0]}/{version}"): cluster
            for cluster in clusters
        },
    )


def _kept_ids(
    clusters: list[tuple[str, ...]],
    profile_of: Mapping[str, UUID],
    profiles: Mapping[UUID, StoredProfile],
) -> dict[str, UUID]:
    """The id that each cluster keeps, by the cluster's smallest account."""
    followed: dict[UUID, tuple[int, str]] = {}
    for cluster in clusters:
        shares = Counter(profile_of[account] for account in cluster if account in profile_of)
        for profile_id, share in shares.items():
            if profile_id not in followed or share > followed[profile_id][0]:
                followed[profile_id] = (share, cluster[0])
    kept: dict[str, UUID] = {}
    by_claim = sorted(
        followed, key=lambda each: (-followed[each][0], profiles[each].created_at, each)
    )
    for profile_id in by_claim:
        kept.setdefault(followed[profile_id][1], profile_id)
    return kept
