"""What a callback says, in either of its two forms.

A corporation's own app hears `Event`, `CreateTime`; a third-party app `InfoType`, `TimeStamp` and
the corporation that authorized it, `AuthCorpId`.
"""

import hashlib

from connectors.sdk.payload import Payload

_CUSTOMER_EVENTS = frozenset({"change_external_contact", "change_external_chat"})
_TELLING_APART = (
    "ChangeType",
    "UserID",
    "ExternalUserID",
    "ChatId",
    "UpdateDetail",
    "CurMemVer",
    "FailReason",
)


def name_of(message: Payload) -> str:
    """The event's name.

    Raises:
        Reject: when it has none.
    """
    return message.text("InfoType") or message.required("Event")


def time_of(message: Payload) -> str | None:
    """When it happened, in seconds since 1970."""
    return message.text("TimeStamp", "CreateTime")


def subject_of(message: Payload) -> str | None:
    """Whom it is about: a customer, or the group whose members change."""
    return message.text("ExternalUserID", "ChatId")


def dedupe_key(message: Payload, body: bytes) -> str:
    """The same for each delivery of an event, also to another app of the corporation.

    WeCom's events have no id. Of changes to customers and groups it is who, when and what, with
    ChangeType: what comes together is not the same. Of all others it is the body.

    Raises:
        Reject: when the message is no event.
    """
    name = name_of(message)
    if name not in _CUSTOMER_EVENTS or subject_of(message) is None:
        return f"body:{hashlib.sha256(body).hexdigest()}"
    parts = [time_of(message) or "", name]
    parts += [message.text(field) or "" for field in _TELLING_APART]
    if corporation := message.text("AuthCorpId"):
        parts.append(corporation)
    if not message.text("CurMemVer"):
        parts += sorted(members_of(message))
    return "event:" + "\x1f".join(parts)


def members_of(message: Payload) -> tuple[str, ...]:
    """Who joined or left a group, staff among them; empty where WeCom does not say.

    Raises:
        Reject: when the list holds something else than ids.
    """
    return message.child("MemChangeList").texts("Item")
