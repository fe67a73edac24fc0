"""`guiyi worker`: the Faust worker with the normalize and resolve agents."""

import sys

from pipeline.settings import Settings


def worker() -> None:
    """Run the worker that normalizes and resolves, until it is stopped."""
    from faust import Worker

    from connectors.registry import PLATFORMS
    from pipeline.cli.failing import ending_in_the_log
    from pipeline.dead_letters.halts import refuse_while_halted
    from pipeline.flow.app import create_app
    from pipeline.flow.garbage import collect_seldom
    from pipeline.kafka import WORKER_GROUP, create_topics
    from pipeline.logs import configure_logs
    from schemas.topics import TOPICS, raw_topic

    settings = Settings()
    configure_logs(settings)
    with ending_in_the_log(settings):
        create_topics(settings, (*TOPICS, *map(raw_topic, PLATFORMS)))
        refuse_while_halted(settings, WORKER_GROUP)
        app = create_app(settings)
    collect_seldom()
    runner = Worker(app, quiet=True, override_logging=False)
    runner.spinner = None  # it writes escape codes into the log
    sys.exit(runner.execute_from_commandline())
