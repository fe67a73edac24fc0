"""Files of JSON lines: decrypted messages of the archive 会话存档, and answers of id conversions.

What decrypts the archive is WeCom's native library with the corporation's private key; neither
belongs here. Each line is a message as that library gives it, or `{"request": …, "response": …}` of
`idconvert/unionid_to_external_userid`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.sdk.files.export import MAX_ROW_BYTES, SourceFile, digest
from connectors.sdk.files.json_lines import LINE, JsonLines
from connectors.sdk.files.table import Rejected, Row
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored
from connectors.wecom.event_types import ARCHIVE
from connectors.wecom.people import is_customer
from connectors.wecom.reader import read
from schemas.errors import Reject
from schemas.raw import RawEvent

PLATFORM = "wecom"


@dataclass(frozen=True)
class WecomExport:
    """Such a file of one corporation. `open_platform` is the scope of its unionids."""

    corp_id: str
    open_platform: str = ""
    platform: str = PLATFORM
    layout: JsonLines = field(default_factory=JsonLines)

    @property
    def source_account(self) -> str:
        """The CorpID."""
        return self.corp_id

    @property
    def headers(self) -> dict[str, str]:
        """What the reader needs."""
        return {"open_platform": self.open_platform}

    def raw_event(self, row: Row, file: SourceFile) -> RawEvent | Rejected:
        """The line as it stands; what the reader would refuse is rejected with its reason.

        An archived message is the same event in whichever file it stands.
        """
        body = row.record[LINE].encode()
        if len(body) > MAX_ROW_BYTES:
            return Rejected(row.line, f"longer than {MAX_ROW_BYTES} bytes")
        try:
            line = Payload(parse_object(body))
            kind = "conversion" if "response" in line.content else "archive"
            raw = RawEvent.of(
                platform=self.platform,
                source_account=self.source_account,
                kind=kind,
                person_id=_person(line),
                dedupe_key=f"{kind}:{line.text('msgid') or digest(row.record[LINE])}",
                body=body,
                received_at=datetime.now(UTC),
                headers=file.headers | self.headers | {"line": str(row.line)},
            )
            reading = read(raw)
        except Reject as error:
            return Rejected(row.line, str(error), (row.record[LINE],))
        if isinstance(reading, Ignored) and reading == ARCHIVE["chatdata"]:
            return Rejected(row.line, reading.reason, (row.record[LINE],))
        return raw

    def unread(self, header: Sequence[str]) -> list[str]:  # noqa: ARG002 (Export)
        """Nothing: there are no columns."""
        return []

    def absent(self, header: Sequence[str]) -> list[str]:  # noqa: ARG002 (Export)
        """Nothing: there are no columns."""
        return []


def _person(line: Payload) -> str | None:
    """The customer who wrote, was written to, or has the ids; whose events thus stay in order."""
    talking = (line.text("from") or "", *line.texts("tolist"))
    customer = next(filter(is_customer, talking), None)
    return customer or line.child("response").text("external_userid")
