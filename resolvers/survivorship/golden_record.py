"""Which of several accounts' statements survive into the profile."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from operator import attrgetter

from resolvers.accounts import AccountState, held
from resolvers.accounts.folding import later_consent
from resolvers.accounts.state import IdentifierKey, to_time
from resolvers.assignment import StoredProfile
from resolvers.policy import Policy
from schemas.profile import Profile, ProfileAccount, ProfileIdentifier, ProfileTrait

_Holding = tuple[tuple[str, ...], int, int]
"""The accounts of the person that hold an identifier; when it was first and last stated."""

_Holdings = dict[IdentifierKey, _Holding]

MOST_LISTED = 200
"""Identifiers of one type in a document, so that a message broker will take it."""

_LARGEST_COUNT = 2**63 - 1
"""What JSON readers and integer columns can hold."""


def golden_record(
    profile: StoredProfile, states: Iterable[AccountState], policy: Policy
) -> Profile:
    """The profile of the accounts, with clear values; the same in whatever order they come.

    A trait is the one stated last, of two at one time that of the larger account id. Identifiers
    are those any account holds, of each type the `MOST_LISTED` stated last. Counters add up, to
    at most 2^63 - 1 either way; where not all identifiers are listed, `identifiers.<type>` counts
    them. Consent is the latest answer for each purpose, of two at one time the withdrawal.

    Args:
        profile: its id, version and time of creation.
        states: the accounts, at least one.
        policy: says which identifiers hold.
    """
    accounts = sorted(states, key=_ACCOUNT_ID)
    holdings = _holdings(accounts, policy)
    listed, unlisted = _listed(holdings)
    return Profile(
        profile_id=profile.profile_id,
        version=profile.version,
        created_at=to_time(profile.created_at),
        first_seen=to_time(min([state.first_seen for state in accounts])),
        last_seen=to_time(max([state.last_seen for state in accounts])),
        accounts=tuple(
            [
                ProfileAccount(
                    account_id=state.account_id,
                    platform=state.platform,
                    first_seen=to_time(state.first_seen),
                    last_seen=to_time(state.last_seen),
                )
                for state in accounts
            ]
        ),
        identifiers=tuple([_identifier(key, holdings[key]) for key in listed]),
        traits=_traits(accounts),
        counters=_counters(accounts, unlisted),
        insights={},
        tags=(),
        consent=_consent(accounts),
        policy_version=policy.version,
    )


_ACCOUNT_ID = attrgetter("account_id")


def _holdings(accounts: Sequence[AccountState], policy: Policy) -> _Holdings:
    by_it = (accounts[0].account_id,)
    holdings: _Holdings = {
        key: (by_it, first, last) for key, (first, last) in held(accounts[0], policy).items()
    }
    for state in accounts[1:]:
        by_it = (state.account_id,)
        for key, (first, last) in held(state, policy).items():
            others, earliest, latest = holdings.get(key) or ((), first, last)
            holdings[key] = (others + by_it, min(earliest, first), max(latest, last))
    return holdings


def _listed(holdings: _Holdings) -> tuple[list[IdentifierKey], dict[str, int]]:
    """The identifiers that are listed, in order, and how many there are of types cut short."""
    if len(holdings) <= MOST_LISTED:
        return sorted(holdings), {}
    counts = Counter(key.type for key in holdings)
    unlisted = {kind: count for kind, count in counts.items() if count > MOST_LISTED}
    listed = [key for key in holdings if key.type not in unlisted]
    for kind in unlisted:
        stated = [(last, key) for key, (_, _, last) in holdings.items() if key.type == kind]
        listed.extend(key for _, key in nlargest(MOST_LISTED, stated))
    return sorted(listed), unlisted


def _identifier(key: IdentifierKey, holding: _Holding) -> ProfileIdentifier:
    kind, scope, value = key
    accounts, first, last = holding
    return ProfileIdentifier(
        type=kind,
        scope=scope,
        value=value,
        accounts=accounts,
        first_seen=to_time(first),
        last_seen=to_time(last),
    )


def _traits(accounts: Sequence[AccountState]) -> dict[str, ProfileTrait]:
    surviving: dict[str, tuple[int, str, str]] = {}
    for state in accounts:
        for name, stated in state.traits.items():
            candidate = (stated.at, state.account_id, stated.value)
            surviving[name] = max(candidate, surviving.get(name, candidate))
    return {
        name: ProfileTrait(value=value, account_id=account_id, stated_at=to_time(at))
        for name, (at, account_id, value) in sorted(surviving.items())
    }


def _counters(accounts: Sequence[AccountState], unlisted: Mapping[str, int]) -> dict[str, int]:
    total = {f"identifiers.{kind}": count for kind, count in unlisted.items()}
    total |= accounts[0].counters
    for state in accounts[1:]:
        for name, count in state.counters.items():
            total[name] = total.get(name, 0) + count
    return {
        name: count if -_LARGEST_COUNT <= count <= _LARGEST_COUNT else _clamped(count)
        for name, count in sorted(total.items())
    }


def _clamped(count: int) -> int:
    return max(-_LARGEST_COUNT, min(count, _LARGEST_COUNT))


def _consent(accounts: Sequence[AccountState]) -> dict[str, bool]:
    latest: dict[str, tuple[int, bool]] = {}
    for state in accounts:
        for purpose, answer in state.consent.items():
            latest[purpose] = later_consent(answer, latest.get(purpose))
    return {purpose: given for purpose, (_, given) in sorted(latest.items())}
