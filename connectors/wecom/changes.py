"""What a callback tells of customers: who came, left, agreed, or joined and left a group."""

from connectors.sdk.payload import Payload
from connectors.sdk.platform import Meaning
from connectors.sdk.reading import Ignored, Reading, nth_event_id
from connectors.sdk.times import from_epoch
from connectors.wecom.callback import members_of, name_of, time_of
from connectors.wecom.event_types import (
    ARCHIVE_CONSENT,
    CHAT_CHANGES,
    CONTACT_CHANGES,
    NOBODY,
    OTHER_EVENTS,
    TRANSFER_FAILURES,
    UNSAID_MEMBERS,
)
from connectors.wecom.people import event_of, is_customer
from schemas.event import Context, CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_SCENES = {"add_member": ("join_scene", "JoinScene"), "del_member": ("quit_scene", "QuitScene")}
"""How somebody joined (0 invited, 3 by QR code) or left (0 by themselves, 1 removed)."""


def read_callback(raw: RawEvent, message: Payload) -> Reading:
    """The customer's event; for a group one of each member that joined or left.

    Raises:
        Reject: when the message lacks what every event has.
    """
    name = name_of(message)
    if name == "change_external_chat":
        return _chat_change(raw, message)
    meaning = _contact_meaning(message) if name == "change_external_contact" else None
    meaning = meaning or OTHER_EVENTS.get(name, EventType.CUSTOM)
    if isinstance(meaning, Ignored):
        return meaning
    customer = message.text("ExternalUserID")
    if customer is None:
        return NOBODY
    change = message.text("ChangeType") or name
    return (_event(raw, message, customer, meaning, change),)


def _contact_meaning(message: Payload) -> Meaning:
    change = message.required("ChangeType")
    if change == "transfer_fail":
        return TRANSFER_FAILURES.get(message.text("FailReason") or "", EventType.CUSTOM)
    return CONTACT_CHANGES.get(change, EventType.CUSTOM)


def _event(
    raw: RawEvent, message: Payload, customer: str, meaning: EventType, change: str
) -> CustomerEvent:
    attributes = {
        name: value
        for name, field in (("reason", "FailReason"), ("source", "Source"), ("link_id", "LinkId"))
        if (value := message.text(field))
    }
    consent = {ARCHIVE_CONSENT: True} if meaning is EventType.CONSENT_GIVEN else {}
    staff = message.text("UserID")
    return _told(raw, message, customer, meaning, change).but(
        object=ObjectRef(type="staff", id=staff) if staff else None,
        context=Context(scene=message.text("State"), attributes=attributes),
        consent=consent,
    )


def _chat_change(raw: RawEvent, message: Payload) -> Reading:
    change = message.text("UpdateDetail") or message.required("ChangeType")
    meaning = CHAT_CHANGES.get(change)
    if meaning is None:
        return NOBODY
    if isinstance(meaning, Ignored):
        return meaning
    members = members_of(message)
    if not members:
        return UNSAID_MEMBERS
    customers = dict.fromkeys(filter(is_customer, members))
    name, field = _SCENES[change]
    scene = message.text(field)
    group = ObjectRef(type="group", id=message.required("ChatId"))
    events = tuple(
        _told(raw, message, customer, meaning, change).but(
            event_id=nth_event_id(raw, index),
            object=group,
            context=Context(attributes={name: scene} if scene else {}),
        )
        for index, customer in enumerate(customers)
    )
    return events or NOBODY


def _told(
    raw: RawEvent, message: Payload, customer: str, meaning: EventType, change: str
) -> CustomerEvent:
    time = "TimeStamp" if message.text("TimeStamp") else "CreateTime"
    return event_of(
        raw,
        customer,
        meaning,
        change,
        from_epoch(time_of(message), time),
        corporation=message.text("AuthCorpId"),
    )
