"""The connector server of a deployment: its settings given to the connectors' own server."""

import gc
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress

import stamina
import structlog
import uvicorn

from connectors.config import load_sources
from connectors.registry import PLATFORMS
from connectors.sdk.cursors import Cursors
from connectors.sdk.publisher import Publisher
from connectors.sdk.server import create_app
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from pipeline.embedded.ports import require_free
from pipeline.flow.garbage import collect_seldom
from pipeline.kafka import aiokafka_producer_options, create_topics
from pipeline.settings import Settings
from schemas.errors import Retry
from schemas.topics import raw_topic

log = structlog.get_logger()

_BROKER_WAIT_SECONDS = 60.0
_STOP_SECONDS = 8
_MAX_CONNECTIONS = 2000


def run_connectors(settings: Settings, names: Sequence[str] = ()) -> None:
    """Serve and poll the configured accounts, or only those named, until the process is stopped.

    Whoever stops it has every call answered and every page finished that had begun.

    Raises:
        Fatal: when the configuration is wrong, or the port taken.
        Retry: when the broker does not come up within a minute.
    """
    sources = configured_sources(settings, names)
    require_free("connector_port", settings.connector_host, settings.connector_port)
    # The clients report every try to reconnect as an error; the publisher says what matters.
    for client in ("kafka", "aiokafka"):
        logging.getLogger(client).setLevel(logging.CRITICAL)
    for attempt in stamina.retry_context(on=Retry, attempts=None, timeout=_BROKER_WAIT_SECONDS):
        with attempt:
            create_topics(settings, [raw_topic(platform) for platform in PLATFORMS])
    publisher = Publisher(
        aiokafka_producer_options(settings), broker_remembers=not settings.embedded_broker
    )
    app = create_app(
        sources, publisher, Cursors(settings.cursors_file), Tokens(settings.tokens_file)
    )
    log.info("connectors_start", port=settings.connector_port, sources=[s.key for s in sources])
    # Once all is answered, uvicorn raises the signal again, which must not end us before `close`.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    collect_seldom()
    with _ending_soon(), closing(publisher), suppress(KeyboardInterrupt):
        uvicorn.run(
            app,
            host=settings.connector_host,
            port=settings.connector_port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
            limit_concurrency=_MAX_CONNECTIONS,
        )


@contextmanager
def _ending_soon() -> Iterator[None]:
    """Say that the process ends afterwards: nobody need look for garbage in what is left.

    That took most of the time of a stop, in which the supervisor waits, and kills at last.
    """
    try:
        yield
    finally:
        gc.freeze()


def configured_sources(settings: Settings, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """The accounts in the file that the settings name, or else in the data directory's.

    Raises:
        Fatal: when the file is wrong, or `names` are not in it.
    """
    if settings.connectors_file is not None:
        return load_sources(settings.connectors_file, names)
    kept = settings.data_dir / "connectors.yaml"
    return load_sources(kept, names) if kept.is_file() else ()
