"""`guiyi worker`: the Faust worker with the normalize and resolve agents."""

import sys

from pipeline.settings import Settings


def worker() -> None:
    """Run the worker that normalizes and resolves, until it is stopped."""
    from faust import Worker

    from connectors.registry import PLATFORMS
    from pipeline.flow.app import create_app
    from pipeline.kafka import create_topics
    from pipeline.logs import configure_logs
    from schemas.topics import TOPICS, raw_topic

    settings = Settings()
    configure_logs(settings)
    create_topics(settings, (*TOPICS, *map(raw_topic, PLATFORMS)))
    app = create_app(settings)
    sys.exit(Worker(app, loglevel="WARN", quiet=True).execute_from_commandline())
