"""The state of an account, and its form in the store."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, Self

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SEPARATOR = "\x1f"
_LARGEST_IN_JSON = 2**63 - 1


def to_microseconds(time: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (time - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)  # a person's accounts and identifiers are mostly seen at the same times
def to_time(microseconds: int) -> datetime:
    """The UTC time of microseconds since 1970, exact."""
    return _EPOCH + timedelta(microseconds=microseconds)


class IdentifierKey(NamedTuple):
    """What must be equal for two accounts to share an identifier."""

    type: str
    scope: str
    value: str

    @property
    def text(self) -> str:
        """One text for the three; `from_text` reads it back."""
        return _SEPARATOR.join(self)

    @classmethod
    def from_text(cls, text: str) -> Self:
        return cls(*text.split(_SEPARATOR, 2))


class Seen(NamedTuple):
    """When an identifier was first and last stated."""

    first: int
    last: int


class Stated(NamedTuple):
    """A trait's value; the later statement holds, of two at one time that of the larger id."""

    at: int
    event_id: str
    value: str


@dataclass(slots=True)
class AccountState:
    """Everything the account's events said, times in microseconds since 1970.

    `identifiers` and `traits` are bounded (`resolvers.accounts.latest`). `snapshot_at` is the time
    of the latest event that stated all identifiers of the account. `counters` are exact, however
    large: sums that stopped at a limit would depend on the order. `consent` maps a purpose to the
    time and the answer.
    """

    account_id: str
    platform: str
    first_seen: int
    last_seen: int
    snapshot_at: int | None = None
    identifiers: dict[IdentifierKey, Seen] = field(default_factory=dict)
    traits: dict[str, Stated] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    consent: dict[str, tuple[int, bool]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The state without its account id, for a JSON column."""
        return {
            "platform": self.platform,
            "seen": [self.first_seen, self.last_seen],
            "snapshot_at": self.snapshot_at,
            "identifiers": [[*key, *seen] for key, seen in self.identifiers.items()],
            "traits": {name: [*stated] for name, stated in self.traits.items()},
            "counters": {
                name: count if abs(count) <= _LARGEST_IN_JSON else str(count)
                for name, count in self.counters.items()
            },
            "consent": self.consent,
        }

    @classmethod
    def from_json(cls, account_id: str, content: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        first_seen, last_seen = content["seen"]
        return cls(
            account_id=account_id,
            platform=content["platform"],
            first_seen=first_seen,
            last_seen=last_seen,
            snapshot_at=content["snapshot_at"],
            identifiers={
                IdentifierKey(kind, scope, value): Seen(first, last)
                for kind, scope, value, first, last in content["identifiers"]
            },
            traits={name: Stated(*stated) for name, stated in content["traits"].items()},
            counters={name: int(count) for name, count in content["counters"].items()},
            consent={purpose: (at, given) for purpose, (at, given) in content["consent"].items()},
        )
