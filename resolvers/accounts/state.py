"""The state of an account, and its form in the store."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache, partial
from typing import NamedTuple, Self

from msgspec import Struct, field
from msgspec.json import Decoder

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SEPARATOR = "\x1f"


def to_microseconds(time: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (time - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4096)  # a person's accounts and identifiers are mostly seen at the same times
def to_time(microseconds: int) -> datetime:
    """The UTC time of microseconds since 1970, exact."""
    return _EPOCH + timedelta(0, 0, microseconds)


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


identifier_key: Callable[[tuple[str, str, str]], IdentifierKey] = partial(
    tuple.__new__, IdentifierKey
)
seen: Callable[[tuple[int, int]], Seen] = partial(tuple.__new__, Seen)
"""The same two from their fields, where very many are made: in a third of the time."""


class Stated(NamedTuple):
    """A trait's value; the later statement holds, of two at one time that of the larger id."""

    at: int
    event_id: str
    value: str


class AccountContent(Struct, gc=False, omit_defaults=True):
    """An account's state as the store has it, in JSON; `identifiers` with their first and last."""

    platform: str
    seen: tuple[int, int]
    snapshot_at: int | None = None
    identifiers: list[tuple[str, str, str, int, int]] = field(default_factory=list)
    traits: dict[str, Stated] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    consent: dict[str, tuple[int, bool]] = field(default_factory=dict)


# Earlier releases wrote counters beyond 64 bits as text.
_DECODER = Decoder(AccountContent, strict=False)


class AccountState(Struct, gc=False):
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

    def content(self) -> AccountContent:
        """All but the account id, to be written as JSON."""
        return AccountContent(
            self.platform,
            (self.first_seen, self.last_seen),
            self.snapshot_at,
            [(*key, *seen) for key, seen in self.identifiers.items()],
            self.traits,
            self.counters,
            self.consent,
        )

    @classmethod
    def from_json(cls, account_id: str, text: str | bytes) -> Self:
        """Read the JSON of a `content`."""
        content = _DECODER.decode(text)
        return cls(
            account_id,
            content.platform,
            *content.seen,
            content.snapshot_at,
            {
                identifier_key((kind, scope, value)): seen((first, last))
                for kind, scope, value, first, last in content.identifiers
            },
            content.traits,
            content.counters,
            content.consent,
        )
