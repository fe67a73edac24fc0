"""How many accounts each person and each profile have in common: all that the measures need."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contingency:
    """Accounts for each (person, profile), for each person, for each profile."""

    cells: Counter[tuple[Hashable, Hashable]]
    persons: Counter[Hashable]
    profiles: Counter[Hashable]


def contingency(truth: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> Contingency:
    """Count the accounts of `truth`. One that `found` does not have is a profile of its own."""
    cells: Counter[tuple[Hashable, Hashable]] = Counter(
        (person, found.get(account, (account,))) for account, person in truth.items()
    )
    persons: Counter[Hashable] = Counter()
    profiles: Counter[Hashable] = Counter()
    for (person, profile), accounts in cells.items():
        persons[person] += accounts
        profiles[profile] += accounts
    return Contingency(cells, persons, profiles)


def harmonic_mean(left: float, right: float) -> float:
    """The F1 of a precision and a recall; 0 where both are."""
    return 2 * left * right / (left + right) if left + right else 0.0
