"""What the broker tells: how far the groups are, and what lies among the dead letters."""

import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field

from pipeline.dead_letters.halts import standing_halts
from pipeline.embedded.backlog import Backlog
from pipeline.embedded.plan import READERS
from pipeline.kafka import bootstrap_servers
from pipeline.settings import Settings
from pipeline.status.letters import LetterCount
from pipeline.status.look import Letters
from schemas.errors import Retry

CONNECT_SECONDS = 1.0
LETTERS_SECONDS = 3.0
HALTS_EVERY_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class BrokerLook:
    """One look at the broker. `trouble` is empty where it answers; without an answer the rest is
    None or empty.
    """

    trouble: str = ""
    lag: Mapping[str, Mapping[str, int]] | None = None
    letters: Letters | None = None
    halts: Mapping[str, str] = field(default_factory=dict)


class BrokerWatch:
    """Looks at the broker again and again, over connections that it keeps while they are good."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open = ExitStack()
        self._backlog: Backlog | None = None
        self._letters: LetterCount | None = None
        self._halts: dict[str, str] = {}
        self._halts_at: float | None = None

    def look(self) -> BrokerLook:
        """Look. What cannot be had is the look's trouble; nothing is raised."""
        if not self._answers():
            self.close()
            return BrokerLook("does not answer")
        try:
            return self._look()
        except Retry as error:
            self.close()
            return BrokerLook(str(error))

    def close(self) -> None:
        """Disconnect; the next look connects again."""
        self._open.close()
        self._backlog = self._letters = self._halts_at = None

    def _look(self) -> BrokerLook:
        if self._backlog is None or self._letters is None:
            self._backlog = self._open.enter_context(Backlog(self._settings, READERS))
            self._letters = self._open.enter_context(closing(LetterCount(self._settings)))
        return BrokerLook(
            lag=self._backlog.by_topic(),
            letters=self._letters.letters(LETTERS_SECONDS),
            halts=self._standing_halts(),
        )

    def _standing_halts(self) -> dict[str, str]:
        now = time.monotonic()
        if self._halts_at is None or now - self._halts_at > HALTS_EVERY_SECONDS:
            self._halts = {halt.group: halt.reason for halt in standing_halts(self._settings)}
            self._halts_at = now
        return self._halts

    def _answers(self) -> bool:
        """Kafka's clients would try, and log, for as long as their time-outs."""
        for server in bootstrap_servers(self._settings):
            host, _, port = server.rpartition(":")
            with suppress(OSError):
                socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
                return True
        return False
