"""Faust without its pauses: a second at the start for tables, and one at the end for nothing."""

from typing import Any

import faust
from faust.tables.manager import TableManager


class PromptTableManager(TableManager):
    """Where an app has no tables, does not wait for them to be declared.

    Set as the app's `TableManager`.
    """

    async def on_start(self) -> None:
        if self:
            await super().on_start()
        else:
            await self._update_channels()
            await self.recovery.start()


class PromptWorker(faust.Worker):
    """A worker that ends when its services have ended, and shows no spinner: that writes escape
    codes into the log.
    """

    def __init__(self, app: faust.App, **options: Any) -> None:
        super().__init__(app, quiet=True, **options)
        self.spinner = None

    async def _sentinel_task(self) -> None:
        """Mode sleeps here for a second, after everything was stopped."""
