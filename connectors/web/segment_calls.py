"""Splitting Segment-style requests into raw events."""

import hashlib
import json
from collections.abc import Mapping
from uuid import uuid4

from connectors.sdk.json_text import array_elements, parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Refused, Request
from connectors.web.event_types import CALLS
from connectors.web.limits import MAX_CALL_BYTES, check_call, check_split
from connectors.web.people import id_of, person_id_of
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "web"
_BATCHES = frozenset({"batch", "import"})
_TIMES = ("originalTimestamp", "timestamp", "sentAt")


def split(
    request: Request, name: str, content: Payload, site: str, headers: Mapping[str, str]
) -> tuple[RawEvent, ...]:
    """The raw events of a request to `/v1/{name}`, each with its exact bytes.

    A call above its limit refuses its whole batch, because there is one answer for all of it.

    Raises:
        Refused: 404 for an unknown name, 413 for a call, shared context or batch above its limit
            (see `limits`).
        Reject: when it is no call or batch.
    """
    if name in CALLS:
        return (_raw_event(request, request.body, site, {**headers, "call": name}),)
    if name not in _BATCHES:
        raise Refused(404, "unknown_path")
    elements = array_elements(request.body, "batch")
    shared = {key: content.content[key] for key in ("context", "sentAt") if key in content.content}
    batch = json.dumps(shared, ensure_ascii=False, default=str)
    if len(batch.encode()) > MAX_CALL_BYTES:
        raise Refused(413, "context_too_large")
    headers = {**headers, "batch": batch}
    check_split(elements, headers)
    return tuple(_raw_event(request, element, site, headers) for element in elements)


def _raw_event(request: Request, body: bytes, site: str, headers: Mapping[str, str]) -> RawEvent:
    """An item of a batch that is no call does not spoil the others; its reader will refuse it.

    The person is part of the key: whoever knows a message's id can send it, but not suppress
    another person's call by it.
    """
    check_call(body)
    try:
        call = Payload(parse_object(body))
        person_id = person_id_of(id_of(call, "userId"), id_of(call, "anonymousId"))
        message_id = _message_id(call, body)
    except Reject:
        person_id, message_id = None, hashlib.sha256(body).hexdigest()
    return RawEvent.of(
        platform=PLATFORM,
        source_account=site,
        kind="segment",
        person_id=person_id,
        dedupe_key=f"segment:{person_id or ''}\x1f{message_id}",
        body=body,
        received_at=request.received_at,
        headers=headers,
    )


def _message_id(call: Payload, body: bytes) -> str:
    """The library's own id, which calls made by hand lack.

    Of these, calls that state a time are the same when they are the same to the byte; others are
    never the same, as with Segment itself.
    """
    if message_id := call.text("messageId"):
        return message_id
    return hashlib.sha256(body).hexdigest() if call.text(*_TIMES) else str(uuid4())
