"""What is told of a service that is away, and of each attempt to reach it again."""

from typing import Literal

import stamina
import structlog
from stamina.instrumentation import RetryDetails

from pipeline.observing.health import HEALTH
from pipeline.observing.metrics import RETRIES, STORE_CONFLICTS
from resolvers.store.errors import Conflict

log = structlog.get_logger()

Service = Literal["broker", "store", "clickhouse"]


def tell_of_retries() -> None:
    """Log and count the retries of this process.

    By itself stamina would log what the repeated call was given, which may be a person's data.
    """
    stamina.instrumentation.set_on_retry_hooks([_tell])


def was_away(service: Service, reason: str) -> None:
    """An attempt failed because the service is away. It will be made again."""
    RETRIES.labels(service).inc()
    HEALTH.is_away(service, reason)


def was_there(service: Service) -> None:
    """An attempt succeeded."""
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
