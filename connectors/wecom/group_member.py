"""A customer in a group, as `groupchat/get` lists its members.

`group_nickname` is left out: in groups people are asked for their real names.
"""

from connectors.sdk.payload import Payload
from connectors.wecom.people import event_of, name_trait
from schemas.event import Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

CHAT_ID = "chat_id"
"""The header that names the group."""


def read_member(raw: RawEvent, member: Payload) -> tuple[CustomerEvent]:
    """The customer as of the moment WeCom was asked; `scene` is the code of the group's QR.

    Raises:
        Reject: when it names nobody.
    """
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
