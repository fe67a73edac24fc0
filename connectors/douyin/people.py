"""Who acts on Douyin: an open_id, the same in one app."""

from datetime import datetime

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from schemas.event import Account, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

GENDERS = {"1": "male", "2": "female"}


def event_of(
    raw: RawEvent, open_id: str, kind: str, meaning: EventType, occurred_at: datetime
) -> CustomerEvent:
    """What any event has. The app, which is the raw event's source, is the open_id's scope."""
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=kind,
        occurred_at=occurred_at,
        account=Account.of(raw.platform, raw.source_account, open_id),
        identifiers=(Identifier(type="douyin_open_id", value=open_id, scope=raw.source_account),),
    )


def nickname_of(user: Payload, field: str) -> dict[str, str]:
    """The name that the person goes by, as a trait; nothing where it is not stated."""
    nickname = user.text(field)
    return {"nickname": nickname} if nickname else {}
