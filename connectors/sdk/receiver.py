"""Receivers: what answers a platform's calls.

A receiver is pure: it checks authenticity and splits a request into raw events. The server around
it reads the body within its limits, publishes the raw events, and sends the answer only after the
broker confirmed them; while the broker is away the answer is 503, so that the platform tries again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from schemas.errors import GuiyiError
from schemas.raw import RawEvent


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came. `path` is what follows `/{platform}/{name}`, mostly nothing.

    `query` is URL-decoded; of a repeated parameter it holds the last. Header names are in lower
    case. `client_ip` is who connected, or whom a trusted proxy named.
    """

    method: str
    path: str
    query: Mapping[str, str]
    query_text: str
    headers: Mapping[str, str]
    body: bytes
    client_ip: str | None
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform wants to hear."""

    body: bytes = b""
    media_type: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """What a request held, and the answer that is due once it is safe."""

    raws: tuple[RawEvent, ...]
    answer: Answer


class Refused(GuiyiError):
    """A request that is not taken.

    Args:
        status: the HTTP status.
        reason: one or two words in snake case; it is the answer's text and a metric's label.
    """

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = reason
        super().__init__(f"{status} {reason}")


class Receiver(Protocol):
    """Answers the calls of one source."""

    @property
    def max_body_bytes(self) -> int:
        """A longer body is refused with 413 before the receiver sees it."""
        ...

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """Web origins whose pages may call; `*` is any. Empty where no browser calls."""
        ...

    def receive(self, request: Request) -> Received:
        """Check and split a request.

        What is authentic is never dropped: a body that cannot be read becomes a raw event all the
        same, so that it ends among the dead letters with its bytes.

        Raises:
            Refused: 403 when it is not authentic, 4xx when it is no request of the platform.
        """
        ...
