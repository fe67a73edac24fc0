"""The worker's clock is set forward and back while it works."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from pipeline.settings import Settings
from resolvers.store import open_store
from schemas.errors import Fatal
from tests.faults.delivering import being_delivered
from tests.faults.line import a_line, with_environment
from tests.faults.lives import Lives
from tests.faults.scenarios.case import Case, Outcome, settled

STEPS: Sequence[str] = ("+3d", "-3d", "+0", "+3d", "-3d", "+0")
"""Days that an administrator, or a virtual machine that slept, may set a clock by."""

STEP_SECONDS = 4.0
FAR = timedelta(days=1)


def clock_steps(case: Case) -> Outcome:
    """The worker's wall clock jumps by days; its monotonic clock does not, as with any clock."""
    lives, clock = Lives(), case.folder / "clock"
    case.folder.mkdir(parents=True, exist_ok=True)
    clock.write_text("+0")
    parts = with_environment(
        "worker",
        LD_PRELOAD=str(_library()),
        FAKETIME_TIMESTAMP_FILE=str(clock),
        FAKETIME_CACHE_DURATION="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )
    with a_line(case.day, case.folder / "data", lives, parts=parts) as stack:
        with being_delivered(case.day, stack, seconds=len(STEPS) * STEP_SECONDS):
            for step in STEPS:
                clock.write_text(step)
                time.sleep(STEP_SECONDS)
        return settled(stack, lives, _changes_at_other_times(stack.settings))


def _changes_at_other_times(settings: Settings) -> dict[str, int]:
    store, now = open_store(settings.identity_store_url), datetime.now(UTC)
    times = [change.changed_at for change in store.all_changes()]
    store.close()
    return {
        "changes_ahead": sum(time > now + FAR for time in times),
        "changes_behind": sum(time < now - FAR for time in times),
    }


def _library() -> Path:
    package = find_spec("libfaketime")
    if package is None or package.origin is None:
        raise Fatal("libfaketime is not installed: make install")
    return Path(package.origin).parent / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"
