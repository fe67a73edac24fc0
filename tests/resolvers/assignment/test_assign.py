from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from resolvers.assignment import StoredProfile, assign

OLD, YOUNG = UUID(int=1), UUID(int=2)
PROFILES = {OLD: StoredProfile(OLD, 3, 100), YOUNG: StoredProfile(YOUNG, 7, 200)}


def membership(**profiles: UUID) -> dict[str, UUID]:
    return {account: profile for accounts, profile in profiles.items() for account in accounts}


def test_what_stays_as_it_is_is_no_change() -> None:
    assert assign([("a", "b")], membership(ab=OLD), PROFILES) == []


def test_a_new_cluster_gets_an_id_that_depends_on_its_history_alone() -> None:
    (first,) = assign([("a", "b")], {}, {})
    (again,) = assign([("a", "b")], {}, {})
    assert first == again
    assert first.version == 1
    assert first.created == first.after.keys()


def test_the_version_is_above_that_of_every_profile_involved() -> None:
    (merged,) = assign([("a", "b")], membership(a=OLD, b=YOUNG), PROFILES)
    assert merged.version == 8


def test_an_id_goes_where_most_of_its_accounts_go() -> None:
    (split,) = assign([("a",), ("b", "c")], membership(abc=OLD), PROFILES)
    assert split.after[OLD] == ("b", "c")
    assert len(split.created) == 1


def test_the_profile_that_brings_most_accounts_survives_then_the_oldest() -> None:
    (most,) = assign([("a", "b", "c")], membership(a=OLD, bc=YOUNG), PROFILES)
    assert most.ended == {OLD}
    (oldest,) = assign([("a", "b")], membership(b=OLD, a=YOUNG), PROFILES)
    assert oldest.ended == {YOUNG}


def test_an_id_whose_accounts_mostly_went_elsewhere_ends() -> None:
    (mixed,) = assign([("a", "b", "x", "y", "z"), ("c",)], membership(abc=OLD, xyz=YOUNG), PROFILES)
    assert mixed.ended == {OLD}
    assert mixed.after[YOUNG] == ("a", "b", "x", "y", "z")
    assert len(mixed.created) == 1


def test_profiles_that_share_no_account_are_assigned_apart() -> None:
    assignments = assign([("a", "c"), ("b", "d")], membership(a=OLD, b=YOUNG), PROFILES)
    assert [(each.version, len(each.after)) for each in assignments] == [(4, 1), (8, 1)]


@given(st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=1, max_size=12))
def test_over_any_history_ids_are_never_reused_and_versions_grow(steps: list[list[int]]) -> None:
    profile_of: dict[str, UUID] = {}
    profiles: dict[UUID, StoredProfile] = {}
    versions: dict[str, int] = {}
    ended: set[UUID] = set()
    for time, labels in enumerate(steps):
        by_label: dict[int, list[str]] = {}
        for account, label in zip("abcdef", labels, strict=True):
            by_label.setdefault(label, []).append(account)
        for assignment in assign(map(tuple, by_label.values()), profile_of, profiles):
            assert ended.isdisjoint(assignment.after)
            ended |= assignment.ended
            for profile_id, accounts in assignment.after.items():
                created_at = profiles[profile_id].created_at if profile_id in profiles else time
                profiles[profile_id] = StoredProfile(profile_id, assignment.version, created_at)
                for account in accounts:
                    assert assignment.version > versions.get(account, 0)
                    versions[account] = assignment.version
                    profile_of[account] = profile_id
        found: dict[UUID, list[str]] = {}
        for account in "abcdef":
            found.setdefault(profile_of[account], []).append(account)
        assert sorted(found.values()) == sorted(by_label.values())
