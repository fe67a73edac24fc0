"""Who acts on Kuaishou: a user id, the same in one app."""

from datetime import datetime

from connectors.sdk.reading import origin_of
from schemas.event import Account, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent


def event_of(
    raw: RawEvent, user_id: str, kind: str, meaning: EventType, occurred_at: datetime
) -> CustomerEvent:
    """What any event of a person has. The app, the raw event's source, is the id's scope."""
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=kind,
        occurred_at=occurred_at,
        account=Account.of(raw.platform, raw.source_account, user_id),
        identifiers=(Identifier(type="kuaishou_user_id", value=user_id, scope=raw.source_account),),
    )
