"""Access tokens as platforms issue them."""

import secrets
import time
from collections.abc import Callable


class IssuedTokens:
    """Tokens of one account, each good for a while; issuing one ends those before it.

    Args:
        seconds: how long each is good for.
        keeps_older: whether those before it stay good until they expire.
        refresh_token: the first one that `refresh` takes.
        clock: in seconds, monotonic.
    """

    def __init__(
        self,
        seconds: float = 7200,
        *,
        keeps_older: bool = False,
        refresh_token: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.seconds = seconds
        self.issued = 0
        self.refresh_token = refresh_token
        self._keeps_older = keeps_older
        self._clock = clock
        self._good_until: dict[str, float] = {}

    def issue(self) -> str:
        """A new token."""
        if not self._keeps_older:
            self._good_until.clear()
        self.issued += 1
        token = f"token-{self.issued}-{secrets.token_hex(4)}"
        self._good_until[token] = self._clock() + self.seconds
        return token

    def refresh(self, refresh_token: str) -> str | None:
        """A new token for the current refresh token, which another one replaces; None for others.

        The next refresh token is `refresh_token`.
        """
        if not secrets.compare_digest(refresh_token.encode(), self.refresh_token.encode()):
            return None
        token = self.issue()
        self.refresh_token = f"refresh-{self.issued}-{secrets.token_hex(4)}"
        return token

    def is_good(self, token: str | None) -> bool:
        """Whether it was issued and has not ended."""
        return self._clock() < self._good_until.get(token or "", 0)

    def end_all(self) -> None:
        """No token is good any more."""
        self._good_until.clear()
