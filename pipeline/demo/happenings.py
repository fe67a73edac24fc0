"""What happens on a platform, and how it tells us of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Lists = Mapping[str, Any]
"""What a platform's end is fed with, in the platform's own form, by its module's names."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One call that a platform makes, before it is signed.

    Args:
        source: which of the brand's accounts it is made to, as `connectors.yaml` names it.
        occurred_at: when what it tells of happened.
        body: as the platform writes it.
        accounts: whose events it holds, an entry for each event; none of a mere doorbell.
        about: what the platform needs besides to make the call.
    """

    source: str
    occurred_at: datetime
    body: bytes
    accounts: tuple[str, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that a person brings, and whose events its rows hold."""

    name: str
    content: bytes
    accounts: tuple[str, ...]


@dataclass(slots=True)
class Happenings:
    """What happened on one platform, as its module notes it down.

    Args:
        deliveries: its calls, in any order.
        lists: what is asked for, or sent on a socket.
        listed: whose events the lists hold, an entry for each event.
        heard: whose events are sent on a socket, or given bit by bit.
        files: what people bring of it, where it does not have to be written last.
        owners: accounts of persons with the person's number, whether they have an event or not.
    """

    deliveries: list[Delivery] = field(default_factory=list)
    lists: dict[str, Any] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    owners: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PlatformDay:
    """Everything that one platform has for us: `Happenings`, its calls as they are made."""

    deliveries: tuple[Delivery, ...]
    lists: Lists
    listed: Sequence[str]
    heard: Sequence[str]
    files: tuple[File, ...]

    @property
    def events(self) -> Counter[str]:
        """How many distinct events each account has."""
        events = Counter([*self.listed, *self.heard])
        for delivery in dict.fromkeys(self.deliveries):
            events.update(delivery.accounts)
        for file in self.files:
            events.update(file.accounts)
        return events

    @property
    def delivered(self) -> int:
        """How many events it delivers, repeats counted."""
        return (
            sum(len(delivery.accounts) for delivery in self.deliveries)
            + len(self.listed)
            + len(self.heard)
            + sum(len(file.accounts) for file in self.files)
        )
