"""The pages `/health`, `/ready` and `/metrics` of a process, and a server where it has none."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from pipeline.observing.health import HEALTH
from pipeline.observing.metrics import READY
from schemas.errors import Fatal

SLOWEST_CALLER_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Page:
    """An answer."""

    status: int
    body: bytes
    content_type: str = "application/json"


Pages = Mapping[str, Callable[[], Page]]


def pages_of(partitions: Callable[[], int], patience_seconds: float) -> Pages:
    """The three pages of a process.

    Args:
        partitions: how many are assigned to it now.
        patience_seconds: how long work may take, and a service be away, in good health.
    """
    return {
        "/health": lambda: health_page(patience_seconds),
        "/ready": lambda: ready_page(partitions()),
        "/metrics": lambda: metrics_page(partitions()),
    }


def health_page(patience_seconds: float) -> Page:
    """200 while the process gets on; 503 with what has lasted longer than the patience."""
    troubles = HEALTH.troubles(patience_seconds)
    return _page({"healthy": not troubles, "troubles": troubles}, is_good=not troubles)


def ready_page(partitions: int) -> Page:
    """200 once the process has partitions to work on."""
    return _page({"ready": partitions > 0, "partitions": partitions}, is_good=partitions > 0)


def metrics_page(partitions: int) -> Page:
    """The metrics of this process in Prometheus' text format."""
    READY.set(partitions > 0)
    return Page(HTTPStatus.OK, generate_latest(), CONTENT_TYPE_LATEST)


@contextmanager
def serving(pages: Pages, host: str, port: int) -> Iterator[None]:
    """Serve the pages in a thread. Port 0: serve nothing.

    Raises:
        Fatal: the port is taken.
    """
    if port == 0:
        yield
        return
    try:
        server = ThreadingHTTPServer((host, port), _handler(pages))
    except OSError as error:
        raise Fatal(f"cannot serve /health and /metrics on {host}:{port}: {error}") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="pages", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _page(body: Mapping[str, object], *, is_good: bool) -> Page:
    status = HTTPStatus.OK if is_good else HTTPStatus.SERVICE_UNAVAILABLE
    return Page(status, orjson.dumps(body))


def _handler(served: Pages) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = SLOWEST_CALLER_SECONDS
        pages: ClassVar[Pages] = served

        def do_GET(self) -> None:
            make = self.pages.get(self.path.partition("?")[0])
            page = make() if make else Page(HTTPStatus.NOT_FOUND, b"{}")
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, *_of: Any) -> None:  # noqa: ANN401
            """Say nothing of each scrape."""

    return Handler
