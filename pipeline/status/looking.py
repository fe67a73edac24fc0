"""Looking at a whole deployment."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from pipeline.settings import Settings
from pipeline.status.asking import a_client, look_at, trouble_of_clickhouse
from pipeline.status.broker import BrokerWatch
from pipeline.status.look import Look, ServiceLook
from pipeline.status.processes import processes

ASKED_AT_ONCE = 8


class Observer:
    """Looks again and again. Nothing that is away makes it fail. A context manager.

    Raises:
        Fatal: when made: the settings name processes that cannot be.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._processes = processes(settings)
        self._open = ExitStack()
        self._client = self._open.enter_context(a_client())
        self._asking = self._open.enter_context(ThreadPoolExecutor(ASKED_AT_ONCE))
        self._broker = BrokerWatch(settings)
        self._open.callback(self._broker.close)

    def look(self) -> Look:
        """Ask everybody at once, so that one that is away does not make the others wait."""
        clickhouse_url = self._settings.clickhouse_url
        clickhouse = self._asking.submit(trouble_of_clickhouse, clickhouse_url, self._client)
        asked = [self._asking.submit(look_at, one, self._client) for one in self._processes]
        at = time.monotonic()
        broker = self._broker.look()
        return Look(
            at=at,
            processes=[each.result() for each in asked],
            services=[
                ServiceLook("broker", self._settings.kafka_bootstrap, broker.trouble),
                ServiceLook("clickhouse", _shown(clickhouse_url), clickhouse.result()),
            ],
            lag=broker.lag,
            letters=broker.letters,
            halts=broker.halts,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()


def _shown(url: str) -> str:
    """Without what may be a password."""
    scheme, separator, rest = url.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
