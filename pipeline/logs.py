"""Logs: one line an event, for people or as JSON. No personal value is ever logged."""

import logging
import sys

import structlog

from pipeline.observing.retrying import tell_of_retries
from pipeline.settings import Settings


def configure_logs(settings: Settings) -> None:
    """Send structlog and the standard library's logs to stderr in the chosen format."""
    tell_of_retries()
    level = getattr(logging, settings.log_level.upper())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), format="%(asctime)s %(name)s %(message)s"
    )


def leave_terminal_to_notices(settings: Settings) -> None:
    """Log errors only, where a stack tells of its parts on the terminal: they log to files.

    kafka-python calls every try to reach a broker that is away an error; the notices say so once.
    """
    configure_logs(settings.model_copy(update={"log_level": "error"}))
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
