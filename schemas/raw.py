"""`raw.<platform>`: the exact bytes a platform sent, before anybody reads them."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, Self
from uuid import UUID, uuid5

from msgspec import field

from schemas.message import Message, UtcTime

EVENT_NAMESPACE = UUID("6f1c2f0a-5c0b-5d0e-9b57-6775697969e1")


def event_id_of(platform: str, source_account: str, dedupe_key: str) -> UUID:
    """The same id for every delivery of the same event: UUIDv5 of the three."""
    return uuid5(EVENT_NAMESPACE, f"{platform}\x1f{source_account}\x1f{dedupe_key}")


class RawEvent(Message, frozen=True, kw_only=True):
    """One event as received.

    `kind` tells the platform's reader which payload this is (`push`, `comment`, `user_info`, …).
    `person_id` is the platform's id of whoever acted and the topic's key; where the payload has
    none it is the dedupe key, so that such events spread over the partitions.
    """

    event_id: UUID
    platform: str
    source_account: str
    kind: str
    person_id: str
    received_at: UtcTime
    dedupe_key: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str
    encoding: Literal["utf-8", "base64"] = "utf-8"

    @classmethod
    def of(
        cls,
        *,
        platform: str,
        source_account: str,
        kind: str,
        dedupe_key: str,
        body: bytes,
        received_at: datetime,
        person_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Wrap received bytes; bytes that are not UTF-8 text travel as base64."""
        encoding: Literal["utf-8", "base64"] = "utf-8"
        try:
            text = body.decode()
        except UnicodeDecodeError:
            encoding, text = "base64", base64.b64encode(body).decode("ascii")
        return cls(
            event_id=event_id_of(platform, source_account, dedupe_key),
            platform=platform,
            source_account=source_account,
            kind=kind,
            person_id=person_id or dedupe_key,
            received_at=received_at,
            dedupe_key=dedupe_key,
            headers=dict(headers or {}),
            body=text,
            encoding=encoding,
        )

    @property
    def body_bytes(self) -> bytes:
        """The bytes as received."""
        return self.body.encode() if self.encoding == "utf-8" else base64.b64decode(self.body)
