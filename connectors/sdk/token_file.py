"""An access token, and the SQLite file in which they are kept."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.sdk.state_file import connected

_TABLE = (
    "create table if not exists token "
    "(account text primary key, value text not null, expires_at text, refresh text) strict"
)


@dataclass(frozen=True, slots=True)
class Token:
    """What a platform gave. Without `expires_at` it holds until the platform refuses it.

    `refresh` is what the next one is asked for with, where the platform wants that.
    """

    value: str = field(repr=False)
    expires_at: datetime | None = None
    refresh: str | None = field(default=None, repr=False)

    @classmethod
    def lasting(cls, value: str, seconds: float, refresh: str | None = None) -> "Token":
        """A token that expires in so many seconds from now."""
        return cls(value, datetime.now(UTC) + timedelta(seconds=seconds), refresh)


@dataclass(frozen=True, slots=True)
class TokenFile:
    """Created with the first token, readable by its owner alone."""

    path: Path

    def load(self, key: str) -> Token | None:
        """The token of an account.

        Raises:
            Retry, Fatal: as `state_file.connected`.
        """
        if not self.path.exists():
            return None
        with connected(self.path) as connection:
            connection.execute(_TABLE)
            row = connection.execute(
                "select value, expires_at, refresh from token where account = ?", (key,)
            ).fetchone()
        if row is None:
            return None
        value, expires_at, refresh = row
        return Token(value, expires_at and datetime.fromisoformat(expires_at), refresh)

    def save(self, key: str, token: Token) -> None:
        """Have it on the disk when this returns.

        Raises:
            Retry, Fatal: as `state_file.connected`.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        expires_at = token.expires_at and token.expires_at.isoformat()
        with connected(self.path) as connection:
            connection.execute(_TABLE)
            connection.execute(
                "replace into token values (?, ?, ?, ?)",
                (key, token.value, expires_at, token.refresh),
            )
