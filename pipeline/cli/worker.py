"""`guiyi worker`: the Faust worker with the normalize and resolve agents."""

import gc
import sys

from pipeline.settings import Settings


def worker() -> None:
    """Run the worker that normalizes and resolves, until it is stopped."""
    from faust import Worker

    from connectors.registry import PLATFORMS
    from pipeline.cli.failing import failing_clearly
    from pipeline.flow.app import create_app
    from pipeline.kafka import create_topics
    from pipeline.logs import configure_logs
    from schemas.topics import TOPICS, raw_topic

    settings = Settings()
    configure_logs(settings)
    with failing_clearly():
        create_topics(settings, (*TOPICS, *map(raw_topic, PLATFORMS)))
        app = create_app(settings)
    _collect_garbage_seldom()
    runner = Worker(app, loglevel="WARN", quiet=True)
    runner.spinner = None  # it writes escape codes into the log
    sys.exit(runner.execute_from_commandline())


def _collect_garbage_seldom() -> None:
    """Batches make hundreds of thousands of objects and no cycles: looking for some costs half
    of the worker's time, and counting references frees all of them anyway.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
