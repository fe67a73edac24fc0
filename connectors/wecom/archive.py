"""A decrypted message of the conversation archive 会话存档."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import Ignored, Reading, nth_event_id
from connectors.sdk.times import from_epoch
from connectors.wecom.content import content_of, place_of
from connectors.wecom.event_types import ARCHIVE, ARCHIVE_CONSENT
from connectors.wecom.people import event_of, is_customer
from schemas.event import CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

_CONSENTS = frozenset({"agree", "disagree"})


def read_archived(raw: RawEvent, message: Payload) -> Reading:
    """What a customer wrote, or what a staff member replied to one.

    A staff member's message to a group is a reply only where the group has one customer: to
    several it is an announcement.

    Raises:
        Reject: when it lacks what every message has.
    """
    meaning = ARCHIVE[_what_it_is(message)]
    if isinstance(meaning, Ignored):
        return meaning
    return tuple(
        _event(raw, message, customer, meaning).but(event_id=nth_event_id(raw, index))
        for index, customer in enumerate(_customers(message))
    )


def _what_it_is(message: Payload) -> str:
    """The name in the table `ARCHIVE`."""
    if message.content.get("chatdata") is not None or message.text("encrypt_chat_msg"):
        return "chatdata"
    action = message.required("action")
    if action == "switch":
        return action
    kind = message.required("msgtype")
    if is_customer(_speaker(message)):
        said = "customer's recall" if action == "recall" else "customer's message"
        return kind if kind in _CONSENTS else said
    if kind in _CONSENTS:
        return "among staff"
    return "staff's recall" if action == "recall" else _what_staff_said(message)


def _what_staff_said(message: Payload) -> str:
    customers = _customers(message)
    if len(customers) > 1 and message.text("roomid"):
        return "staff's message to several customers of a group"
    return "staff's message to a customer" if customers else "among staff"


def _speaker(message: Payload) -> str:
    """Who spoke, or who agreed or disagreed."""
    kind = message.required("msgtype")
    consenting = message.child(kind).text("userid") if kind in _CONSENTS else None
    return consenting or message.required("from")


def _customers(message: Payload) -> tuple[str, ...]:
    """Whose event it is: the customer's who spoke, else those who were spoken to."""
    speaker = _speaker(message)
    if is_customer(speaker):
        return (speaker,)
    return tuple(dict.fromkeys(filter(is_customer, message.texts("tolist"))))


def _event(raw: RawEvent, message: Payload, customer: str, meaning: EventType) -> CustomerEvent:
    kind = message.required("msgtype")
    at = from_epoch(message.text("msgtime"), "msgtime")
    event = event_of(raw, customer, meaning, kind, at)
    if kind in _CONSENTS:
        return event.but(
            object=_spoken_with(message, customer), consent={ARCHIVE_CONSENT: kind == "agree"}
        )
    if meaning is EventType.CUSTOM:
        recalled = message.child("revoke").text("pre_msgid")
        return event.but(object=ObjectRef(type="message", id=recalled))
    return event.but(
        content=content_of(message, kind),
        traits=place_of(message, kind) if meaning is EventType.MESSAGE else {},
        object=_spoken_with(message, customer),
    )


def _spoken_with(message: Payload, customer: str) -> ObjectRef | None:
    """The group, or else the staff member whom the customer talks with."""
    if group := message.text("roomid"):
        return ObjectRef(type="group", id=group)
    talking = (message.required("from"), *message.texts("tolist"))
    staff = next((one for one in talking if one != customer and not is_customer(one)), None)
    return ObjectRef(type="staff", id=staff) if staff else None
