"""What is told of a service that is away, and of each attempt to reach it again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import stamina
import structlog
from stamina.instrumentation import RetryDetails

from pipeline.observing.health import HEALTH
from pipeline.observing.metrics import RETRIES, STORE_CONFLICTS
from resolvers.store.errors import Conflict
from schemas.errors import Retry

log = structlog.get_logger()

Service = Literal["broker", "store", "clickhouse"]


def tell_of_retries() -> None:
    """Log and count the retries of this process.

    By itself stamina would log what the repeated call was given, which may be a person's data.
    """
    stamina.instrumentation.set_on_retry_hooks([_tell])


@contextmanager
def needing(service: Service) -> Iterator[None]:
    """One attempt at something that needs the service: tell whether it was there.

    Raises:
        Retry: as the attempt raised it, and counted.
    """
    try:
        yield
    except Retry as error:
        RETRIES.labels(service).inc()
        HEALTH.is_away(service, str(error))
        raise
    HEALTH.is_there(service)


def _tell(details: RetryDetails) -> None:
    if isinstance(details.caused_by, Conflict):
        STORE_CONFLICTS.inc()
        return
    log.warning(
        "retry",
        reason=str(details.caused_by),
        attempt=details.retry_num,
        seconds=round(details.wait_for, 2),
    )
