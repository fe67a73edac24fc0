"""From a row of Acme's files to a customer event."""

from connectors.sdk.files.manifest import KIND as MANIFEST
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading, origin_of
from connectors.sdk.times import from_iso
from schemas.errors import Reject
from schemas.event import Account, Content, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

KIND = "answer"
COLUMNS = ("编号", "手机", "时间", "评分", "意见")


def read(raw: RawEvent) -> Reading:
    """Read a row; a file's manifest is no event.

    Raises:
        Reject: when it is neither, or lacks what every row has.
    """
    if raw.kind == MANIFEST:
        return ()
    if raw.kind != KIND:
        raise Reject("kind", f"{KIND} or {MANIFEST}", raw.kind)
    row = Payload(parse_object(raw.body_bytes))
    phone, score = row.text("手机"), row.number("评分")
    return (
        CustomerEvent(
            **origin_of(raw),
            type=EventType.SURVEY_ANSWER,
            platform_type=KIND,
            occurred_at=from_iso(row.text("时间"), "时间"),
            # Whoever gives a phone is known by it; others answered as nobody in particular.
            account=Account.of(raw.platform, raw.source_account, phone or row.required("编号")),
            identifiers=(Identifier(type="phone", value=phone),) if phone else (),
            content=Content(
                text=row.text("意见"),
                attributes={} if score is None else {"score": str(score)},
            ),
            anonymous=phone is None,
        ),
    )
