"""Logs: one line an event, for people or as JSON. No personal value is ever logged.

Our own lines and those of the libraries, which use the standard library's logging, leave in one
form: JSON for programs, else `time [level] event name=value …`.
"""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from pipeline.observing.retrying import tell_of_retries
from pipeline.settings import Settings
from schemas.errors import GuiyiError
from schemas.personal import mask_text

log = structlog.get_logger()

LIBRARIES_LEVEL = logging.WARNING
"""Of what libraries tell below this level, most is about themselves."""


def configure_logs(settings: Settings) -> None:
    """Send structlog's and the standard library's logs to stderr in the chosen format.

    An exception that nobody caught is a line like the others.
    """
    tell_of_retries()
    level = getattr(logging, settings.log_level.upper())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendering: list[Processor] = [
        structlog.processors.format_exc_info,
        _mask_words_of_others,
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False),
    ]
    structlog.configure(
        processors=[*shared, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        )
    )
    logging.basicConfig(level=max(level, LIBRARIES_LEVEL), handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    _log_what_nobody_caught()


def last_line(settings: Settings, error: GuiyiError) -> str:
    """What a process says as it ends: a line like the others where those are JSON, else the words.

    The words alone are what a stack shows of a part that died.
    """
    if settings.log_format != "json":
        return str(error)
    line = {"event": "ended", "reason": str(error), "level": "critical"}
    stamped = structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", line)
    return str(structlog.processors.JSONRenderer(ensure_ascii=False)(None, "", stamped))


def leave_terminal_to_notices(settings: Settings) -> None:
    """Log errors only, where a stack tells of its parts on the terminal: they log to files.

    The clients call every try to reach a broker that is away an error; the notices say so once.
    """
    configure_logs(settings.model_copy(update={"log_level": "error"}))
    for client in ("kafka", "aiokafka"):
        logging.getLogger(client).setLevel(logging.CRITICAL)


def _mask_words_of_others(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Mask what we did not write ourselves: it may quote a value that a bug met."""
    for name in ("exception", "event") if "logger" in line else ("exception",):
        if isinstance(words := line.get(name), str):
            line[name] = mask_text(words)
    return line


def _log_what_nobody_caught() -> None:
    def crashed(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            log.critical("crashed", exc_info=(kind, error, trace))

    sys.excepthook = crashed
    hook: Callable[[threading.ExceptHookArgs], None] = lambda args: log.critical(  # noqa: E731
        "crashed",
        thread=args.thread.name if args.thread else None,
        exc_info=(args.exc_type, args.exc_value, args.exc_traceback),
    )
    threading.excepthook = hook
