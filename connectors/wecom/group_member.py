"""A customer in a group, as `groupchat/get` lists its members.

`group_nickname` is left out: in groups people are asked for their real names.
"""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from connectors.wecom.event_types import STAFF
from connectors.wecom.people import event_of, name_trait
from schemas.event import Context, EventType, ObjectRef
from schemas.raw import RawEvent

CHAT_ID = "chat_id"
"""The header that names the group."""

_STAFF = "1"


def read_member(raw: RawEvent, member: Payload) -> Reading:
    """The customer as of the moment WeCom was asked; `scene` is the code of the group's QR.

    Members of type 1 are the corporation's own staff.

    Raises:
        Reject: when it names nobody.
    """
    if member.text("type") == _STAFF:
        return STAFF
    customer = member.required("userid")
    event = event_of(
        raw, customer, EventType.IDENTIFY, raw.kind, raw.received_at, unionid=member.text("unionid")
    )
    joined_by = member.text("join_scene")
    return (
        event.but(
            traits=name_trait(customer, member.text("name")),
            object=ObjectRef(type="group", id=raw.headers.get(CHAT_ID)),
            context=Context(
                scene=member.text("state"),
                attributes={"join_scene": joined_by} if joined_by else {},
            ),
        ),
    )
