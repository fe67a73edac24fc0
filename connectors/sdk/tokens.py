"""Access tokens, kept on disk and shared by all that ask with one account.

A platform may allow one valid token at a time, or give a new refresh token with each access token
and take the old one back. So a token is asked for once, by whoever needs it first, in whichever
process of the data directory, and what came is on the disk before it is used.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.sdk.process_lock import alone
from connectors.sdk.token_file import Token, TokenFile

__all__ = ["Renew", "Token", "Tokens", "refresh_tokens"]

_SPARE = timedelta(minutes=5)
"""A token is renewed this long before it expires: clocks differ, and calls take their time. A new
one that does not last so long, as it is the old one given again, is used for half of its time."""

_ENDLESS = timedelta(days=36_500)

Renew = Callable[[Token | None], Awaitable[Token]]
"""Asks the platform for a new token, given the last one, if there was any."""


def refresh_tokens(last: Token | None, configured: str) -> tuple[str, ...]:
    """What to ask for another token with, in turn: what came with the last, what is configured.

    Where the account was authorized anew, the former is over and the latter holds.
    """
    held = last.refresh if last is not None else None
    return tuple(dict.fromkeys(filter(None, (held, configured))))


class Tokens:
    """The tokens of a data directory, by account. No value of them is ever logged.

    Args:
        path: the SQLite file; it is created with the first token, readable by its owner alone.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = TokenFile(path)
        self._kept: dict[str, Token] = {}
        self._due: dict[str, datetime] = {}
        self._unsaved: set[str] = set()
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, key: str, renew: Renew, *, refused: str | None = None) -> str:
        """The value of the account's token, asked for anew where it is needed.

        Args:
            key: the account, `Source.key`.
            renew: how to ask for another.
            refused: the value that the platform has just refused. Where another has taken its
                place by now, that one is given instead of asking again.

        Raises:
            Retry, Reject, Fatal: what `renew` raises, or as `state_file.connected` (what came then
                is not lost, and goes to the disk with the next call) and `process_lock.alone`.
        """
        async with self._asking[key]:
            if key in self._unsaved:
                await self._save(key)
            kept = self._kept.get(key)
            if kept is not None and kept.value != refused and not self._is_due(key):
                return kept.value
            async with alone(self._lock_of(key)):
                # Another process of this data directory may have renewed it.
                token = await asyncio.to_thread(self._file.load, key)
                if (
                    token is None
                    or token.value == refused
                    or token == kept
                    or _left(token) < _SPARE
                ):
                    token = await renew(token)
                    self._unsaved.add(key)
                self._kept[key] = token
                self._due[key] = datetime.now(UTC) + max(_left(token) - _SPARE, _left(token) / 2)
                if key in self._unsaved:
                    await self._save(key)
            return token.value

    def tries(self, key: str, renew: Renew) -> AsyncIterator[str]:
        """The token to call with; in the next turn another, as the platform has refused it.

        Whoever comes to the end of `async for token in tokens.tries(…)` was refused that one, too.
        """
        return _Tries(self, key, renew)

    def _lock_of(self, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()[:16]
        return self._path.with_name(f"{self._path.name}.{name}.lock")

    async def _save(self, key: str) -> None:
        await asyncio.to_thread(self._file.save, key, self._kept[key])
        self._unsaved.discard(key)

    def _is_due(self, key: str) -> bool:
        return datetime.now(UTC) > self._due[key]


class _Tries(AsyncIterator[str]):
    """No generator: most calls leave it after its first turn, which for one would cost a task."""

    MOST = 2

    def __init__(self, tokens: Tokens, key: str, renew: Renew) -> None:
        self._tokens = tokens
        self._key = key
        self._renew = renew
        self._given: list[str] = []

    async def __anext__(self) -> str:
        if len(self._given) == self.MOST:
            raise StopAsyncIteration
        refused = self._given[-1] if self._given else None
        self._given.append(await self._tokens.get(self._key, self._renew, refused=refused))
        return self._given[-1]


def _left(token: Token) -> timedelta:
    return _ENDLESS if token.expires_at is None else token.expires_at - datetime.now(UTC)
