"""Bounds on how much an account remembers."""

from collections import defaultdict
from heapq import nlargest

from resolvers.accounts.state import IdentifierKey, Seen, Stated

MOST_VALUES = 200
"""Of one type and scope. Nobody has that many; a script that clears its cookies has more."""


MOST_TRAITS = 200


def latest_identifiers(identifiers: dict[IdentifierKey, Seen]) -> dict[IdentifierKey, Seen]:
    """The identifiers with, of each type and scope, only the `MOST_VALUES` stated last.

    Where there are as many, they no longer say when they were first stated but when last. So the
    result is the same however often this is done between statements, and in whatever order these
    come: the latest times of the latest values are never lost, but the first time of a value
    that was forgotten in between would be.
    """
    if len(identifiers) < MOST_VALUES:
        return identifiers
    by_place: dict[tuple[str, str], list[tuple[int, IdentifierKey]]] = defaultdict(list)
    for key, seen in identifiers.items():
        by_place[key.type, key.scope].append((seen.last, key))
    kept: dict[IdentifierKey, Seen] = {}
    for stated in by_place.values():
        if len(stated) < MOST_VALUES:
            kept.update((key, identifiers[key]) for _, key in stated)
        else:
            stated.sort(reverse=True)
            kept.update((key, Seen(last, last)) for last, key in stated[:MOST_VALUES])
    return kept


def latest_traits(traits: dict[str, Stated]) -> dict[str, Stated]:
    """The `MOST_TRAITS` stated last, the same however often this is done between statements."""
    if len(traits) <= MOST_TRAITS:
        return traits
    stated = ((statement, name) for name, statement in traits.items())
    return {name: statement for statement, name in nlargest(MOST_TRAITS, stated)}
