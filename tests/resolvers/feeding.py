"""Feeding a resolver as a broker's partition would, and reading what it made of it."""

from collections.abc import Iterable, Sequence

from resolvers.resolution import PlacedEvent, Position, Resolution
from resolvers.resolver import Resolver
from schemas.event import CustomerEvent


class Partition:
    """A partition whose messages are events, delivered in batches."""

    def __init__(self, resolver: Resolver, number: int = 0, cluster_id: str = "broker") -> None:
        self.resolver = resolver
        self._number = number
        self._cluster_id = cluster_id
        self._next = 0

    def deliver(self, *events: CustomerEvent, confirm: bool = True) -> Resolution:
        """One batch of new messages."""
        first, self._next = self._next, self._next + len(events)
        return self.redeliver(first, *events, confirm=confirm)

    def redeliver(self, first: int, *events: CustomerEvent, confirm: bool = True) -> Resolution:
        """A batch of messages from the offset `first` on."""
        position = Position(self._cluster_id, "events", self._number, first + len(events) - 1)
        placed = [PlacedEvent(first + index, event) for index, event in enumerate(events)]
        resolution = self.resolver.apply(position, placed)
        if confirm:
            self.resolver.published(resolution)
        return resolution


def clusters(resolver: Resolver, events: Iterable[CustomerEvent]) -> set[frozenset[str]]:
    """The accounts of each profile, as the store has them."""
    found = set()
    for account_id in {event.account.account_id for event in events}:
        profile = resolver.profile(account_id)
        assert profile is not None
        found.add(frozenset(account.account_id for account in profile.accounts))
    return found


def in_batches(events: Sequence[CustomerEvent], sizes: Sequence[int]) -> list[list[CustomerEvent]]:
    """The events cut at the sizes in turn; the rest is the last batch."""
    batches, rest = [], list(events)
    for size in sizes:
        batches.append(rest[:size])
        rest = rest[size:]
    return [batch for batch in [*batches, rest] if batch]
