"""The embedded stack as a program holds it: start it, join it, disturb it, stop it."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Self

import structlog

from pipeline.connector_server import configured_sources
from pipeline.embedded.addresses import choose_addresses
from pipeline.embedded.backlog import Backlog
from pipeline.embedded.backlog_watch import BacklogWatch
from pipeline.embedded.notices import Abandoned, Died, Notice
from pipeline.embedded.part import Part
from pipeline.embedded.pause import Pause
from pipeline.embedded.plan import READERS, plan
from pipeline.embedded.reaper import Reaper
from pipeline.embedded.running import save_running, sole_stack
from pipeline.embedded.supervisor import Supervisor
from pipeline.identity import chosen_criteria
from pipeline.settings import Settings
from pipeline.status.processes import as_setting
from schemas.errors import Fatal, Retry

READY_SECONDS = 120.0
POLL_SECONDS = 0.1

log = structlog.get_logger()


def _log_notice(notice: Notice) -> None:
    log.info("stack", notice=notice)


class Stack:
    """A stack on a data directory. Entering starts it and waits until every part is ready;
    leaving stops it within about 10 seconds, in an order that lets accepted work be finished.

    Ctrl-C while it stops kills what is left. If this process is killed, its parts end with it.

    Args:
        settings: addresses left at their defaults may be changed; see `settings` after entering.
        say: told of everything that happens, from other threads; logged by default.
        parts: what it is made of, once the addresses are known.

    Raises:
        Fatal: on entering: the policy or the connectors' file is wrong, another stack runs on the
            directory, a port that was set is taken, or a part does not come up. From the other
            methods: a part died too often.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        say: Callable[[Notice], None] = _log_notice,
        parts: Callable[[Settings], Sequence[Part]] = plan,
    ) -> None:
        self.settings = settings
        self._say = say
        self._plan = parts
        self._resources = ExitStack()
        self._failure: Exception | None = None
        # Not the thread's join: Python 3.11 takes a thread for ended when Ctrl-C interrupts that.
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        self._check_files()
        with self._resources as undo:
            before_was_killed = undo.enter_context(sole_stack(self.settings.data_dir))
            if before_was_killed and self.settings.embedded_broker:
                self._say(Abandoned())
            self.settings, moved = choose_addresses(self.settings)
            for notice in moved:
                self._say(notice)
            reaper = undo.enter_context(Reaper())
            self._backlog = BacklogWatch(self.settings, READERS)
            parts = self._plan(self.settings)
            self.settings = self.settings.model_copy(
                update={"status_processes": as_setting({one.name: one.address for one in parts})}
            )
            self._supervisor = Supervisor(
                parts,
                logs=self.settings.data_dir / "logs",
                reaper=reaper,
                say=self._hear,
            )
            threading.Thread(target=self._supervise, name="supervisor", daemon=True).start()
            undo.callback(self._stop)
            undo.enter_context(self._backlog)
            self.wait_until_ready()
            self._resources = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def wait(self) -> None:
        """Wait for as long as the stack runs."""
        while True:
            self._sleep()

    def wait_until_ready(self, timeout_seconds: float = READY_SECONDS) -> None:
        """Wait until every part is ready."""
        until = time.monotonic() + timeout_seconds
        while not self._supervisor.is_ready:
            self._refuse_if_halted()
            if time.monotonic() > until:
                raise Fatal(f"the stack is not ready after {timeout_seconds:.0f} s")
            self._sleep()

    def wait_until_drained(self, timeout_seconds: float) -> None:
        """Wait until everything that was ever accepted has reached ClickHouse.

        Raises:
            Fatal: that took too long, or a part has halted.
        """
        until = time.monotonic() + timeout_seconds
        unprocessed, pause = {"everything": 1}, Pause(time.monotonic())
        while any(unprocessed.values()):
            self._refuse_if_halted()
            if time.monotonic() > until:
                raise Fatal(f"still unprocessed after {timeout_seconds:.0f} s: {unprocessed}")
            self._sleep(pause.seconds(sum(unprocessed.values()), time.monotonic()))
            unprocessed = self.unprocessed() or unprocessed

    def unprocessed(self) -> dict[str, int] | None:
        """Messages not yet processed, for each consumer group; None while the broker is away."""
        try:
            with Backlog(self.settings, READERS) as backlog:
                return backlog.unprocessed()
        except Retry:
            return None

    def pids(self) -> dict[str, int]:
        """The process id of every running part."""
        return self._supervisor.pids()

    def kill(self, part: str) -> None:
        """Kill a part as `kill -9` does; it is started again."""
        self._supervisor.kill(part)

    def restart(self, part: str) -> None:
        """Stop a part in good order and wait until it is ready again."""
        self._supervisor.restart(part)
        self.wait_until_ready()

    def _refuse_if_halted(self) -> None:
        if halted := self._supervisor.halted:
            raise Fatal("\n".join(halted))

    def _check_files(self) -> None:
        # The parts read them too, but would only die of them, again and again.
        chosen_criteria(self.settings)
        configured_sources(self.settings)

    def _hear(self, notice: Notice) -> None:
        save_running(self.settings, self._supervisor.pids())
        self._say(notice)
        if isinstance(notice, Died) and notice.name == "broker":
            self._say(self._backlog.forgotten())

    def _supervise(self) -> None:
        try:
            self._supervisor.run()
        except Exception as error:  # noqa: BLE001 (raised again in the thread that waits)
            self._failure = error
        finally:
            self._ended.set()

    def _sleep(self, seconds: float = POLL_SECONDS) -> None:
        if self._ended.wait(seconds):
            raise self._failure or Fatal("the stack was stopped")

    def _stop(self) -> None:
        self._supervisor.stop()
        try:
            self._ended.wait()
        except KeyboardInterrupt:
            self._supervisor.hurry()
            self._ended.wait()
