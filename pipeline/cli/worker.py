"""`guiyi worker`: the Faust worker with the normalize and resolve agents."""

from pipeline.settings import Settings


def worker() -> None:
    """Run the worker that normalizes and resolves, until it is stopped."""
    import stamina

    from connectors.registry import PLATFORMS
    from pipeline.cli.failing import ending_in_the_log
    from pipeline.dead_letters.halts import refuse_while_halted
    from pipeline.embedded.ports import require_free
    from pipeline.flow.app import create_app
    from pipeline.flow.garbage import collect_seldom
    from pipeline.kafka import WORKER_GROUP, create_topics
    from pipeline.logs import configure_logs
    from pipeline.streams import PromptWorker
    from resolvers.store import open_store
    from schemas.errors import Retry
    from schemas.topics import TOPICS, raw_topic

    settings = Settings()
    configure_logs(settings)
    with ending_in_the_log(settings):
        require_free("worker_port", settings.pages_host, settings.worker_port)
        # Broker and store may come up after the worker, or be on their way back.
        for attempt in stamina.retry_context(on=Retry, attempts=None, timeout=None):
            with attempt:
                create_topics(settings, (*TOPICS, *map(raw_topic, PLATFORMS)))
                refuse_while_halted(settings, WORKER_GROUP)
                open_store(settings.identity_store_url).close()
        app = create_app(settings)
    collect_seldom()
    PromptWorker(app, override_logging=False).execute_from_commandline()
