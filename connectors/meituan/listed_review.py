"""A review as a list of reviews has it: what it is known by, and what it says."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from connectors.sdk.json_text import parse_json, parse_object
from connectors.sdk.payload import Payload
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "meituan"


@dataclass(frozen=True, slots=True)
class ListedReview:
    """One element of a list. `said` is a digest of what it says: another is news."""

    review_id: str
    said: str
    body: bytes

    @classmethod
    def of(cls, body: bytes, id_field: str, says: Iterable[str]) -> Self:
        """The review with what it says in the fields `says`.

        What has no id is known by its bytes, and goes where its reader will refuse it.
        """
        content = parse_json(body)
        parts = [str(content.get(name) or "") for name in says] if isinstance(content, dict) else []
        try:
            review_id = Payload(parse_object(body)).required(id_field)
        except Reject:
            review_id = _digest(body)
        return cls(review_id, _digest("\x1f".join(parts).encode()), body)

    def raw_event(
        self,
        kind: str,
        source_account: str,
        received_at: datetime,
        headers: Mapping[str, str],
    ) -> RawEvent:
        """The same event for as long as the review says the same; `headers` name its `shop`."""
        return RawEvent.of(
            platform=PLATFORM,
            source_account=source_account,
            kind=kind,
            person_id=f"review/{self.review_id}",
            dedupe_key=f"{kind}:{headers['shop']}:{self.review_id}:{self.said}",
            body=self.body,
            received_at=received_at,
            headers=headers,
        )


def _digest(of: bytes) -> str:
    return hashlib.sha256(of).hexdigest()[:16]
