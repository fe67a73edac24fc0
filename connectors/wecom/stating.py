"""Raw events of what WeCom states, with ids that change only when that does."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.sdk.json_text import parse_object
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "wecom"


def stated(
    body: bytes,
    *,
    corp_id: str,
    kind: str,
    person_id: str | None,
    about: tuple[str, ...],
    headers: Mapping[str, str],
) -> RawEvent:
    """One raw event of `kind` about something; the same id as long as it states the same.

    One that names no person, or is no JSON object, goes where its reader will refuse it.

    What is stated again after something else was is the same event as the first time, which the
    identity store counts once within its window.
    """
    try:
        content = parse_object(body)
        stating = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()
    except Reject:
        stating = body
    digest = hashlib.sha256(stating).hexdigest()
    return RawEvent.of(
        platform=PLATFORM,
        source_account=corp_id,
        kind=kind,
        person_id=person_id,
        dedupe_key="\x1f".join((kind, *about, digest)),
        body=body,
        received_at=datetime.now(UTC),
        headers=headers,
    )
