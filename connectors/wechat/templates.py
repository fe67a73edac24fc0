"""What customers choose of message templates (订阅消息)."""

from collections.abc import Iterator

from connectors.sdk.payload import Payload
from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import nth_event_id
from connectors.wechat.push import event_of
from schemas.event import CustomerEvent, EventType, ObjectRef
from schemas.raw import RawEvent

CHOICES: EventTypes = {
    "accept": EventType.CONSENT_GIVEN,
    "reject": EventType.CONSENT_WITHDRAWN,
}
"""By SubscribeStatusString, for each template of the events in `CHOICE_EVENTS`."""

CHOICE_EVENTS = frozenset({"subscribe_msg_popup_event", "subscribe_msg_change_event"})

_LISTS = ("SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent")

CHOICE_TYPES: EventTypes = {
    f"event {name} ({choice})": meaning
    for name in sorted(CHOICE_EVENTS)
    for choice, meaning in CHOICES.items()
}
"""The readable table of both."""


def templates_of(message: Payload) -> Iterator[Payload]:
    """The templates that an event is about, one by one.

    XML nests their `List` under the event's name, JSON does not; one template is no list there.

    Raises:
        Reject: when one of them is no object.
    """
    for name in _LISTS:
        yield from message.child(name).children("List")
    yield from message.children("List")


def choice_events(raw: RawEvent, message: Payload, kind: str) -> Iterator[CustomerEvent]:
    """One event for each message template that the customer accepted or rejected.

    Raises:
        Reject: when a choice does not say which template, or how it was chosen.
    """
    index = 0
    for choice in templates_of(message):
        meaning = CHOICES.get(choice.required("SubscribeStatusString"))
        if isinstance(meaning, EventType):
            template = choice.required("TemplateId")
            yield event_of(raw, message, kind, meaning).but(
                event_id=nth_event_id(raw, index),
                object=ObjectRef(type="template", id=template),
                consent={f"wechat_template:{template}": meaning is EventType.CONSENT_GIVEN},
            )
            index += 1
