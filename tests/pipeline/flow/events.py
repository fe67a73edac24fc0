"""Customer events for the flow's tests."""

from datetime import UTC, datetime
from typing import Any

from schemas.event import Account, CustomerEvent, EventType
from schemas.raw import event_id_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def an_event(**fields: Any) -> CustomerEvent:
    """A message on WeChat at noon, with other fields as given."""
    return CustomerEvent(
        **{
            "event_id": event_id_of("wechat_oa", "wx1", "m1"),
            "platform": "wechat_oa",
            "source_account": "wx1",
            "type": EventType.MESSAGE,
            "platform_type": "text",
            "occurred_at": NOON,
            "received_at": NOON,
            "account": Account.of("wechat_oa", "wx1", "openid1"),
            **fields,
        }
    )
