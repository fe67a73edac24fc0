"""How much a call may hold, and how much its raw events may come to."""

from collections.abc import Mapping, Sequence

from connectors.sdk.receiver import Refused

MAX_CALL_BYTES = 32 * 1024
MAX_BATCH_BYTES = 500 * 1024
MAX_BATCH_CALLS = 2500
"""Segment's own limits."""

MAX_SPLIT_BYTES = 4 * 1024 * 1024
"""What all raw events of one call may come to. Each carries what the batch says for all of them,
so that without this limit a batch within its own comes to 2500 times its size."""


def check_call(body: bytes) -> None:
    """Refuse a call that is too long.

    Raises:
        Refused: 413.
    """
    if len(body) > MAX_CALL_BYTES:
        raise Refused(413, "call_too_large")


def check_split(bodies: Sequence[bytes], headers: Mapping[str, str]) -> None:
    """Refuse to split a request into raw events of these bodies, each with all of `headers`.

    Raises:
        Refused: 413 when they are too many, or come to more than `MAX_SPLIT_BYTES`.
    """
    if len(bodies) > MAX_BATCH_CALLS:
        raise Refused(413, "too_many_calls")
    shared_bytes = sum(len(name) + len(value.encode()) for name, value in headers.items())
    if sum(map(len, bodies)) + len(bodies) * shared_bytes > MAX_SPLIT_BYTES:
        raise Refused(413, "batch_too_large")
