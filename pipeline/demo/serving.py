"""The platforms' own ends, as far as they are polled and listened to: each answers for one day."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

from starlette.types import ASGIApp

from pipeline.demo.day import Day
from pipeline.demo.platforms import PLATFORMS
from pipeline.simulator.serving import served


def _as_it_is(app: ASGIApp) -> ASGIApp:
    return app


@contextmanager
def serving(
    day: Day, through: Callable[[ASGIApp], ASGIApp] = _as_it_is
) -> Iterator[Mapping[str, str]]:
    """Serve the day's platforms on this machine, each at an address of its own.

    Gives each one's URL by its name. `through` wraps what answers.

    Raises:
        Fatal: when one does not come up.
    """
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(served(through(end(of.lists))))
            for name, of in day.platforms.items()
            if (end := PLATFORMS[name].end) is not None
        }
