"""What WeCom knows of a customer, and what each staff member who has the customer noted.

`externalcontact/get` gives all staff members (`follow_user`, tags by name), `batch/get_by_user` one
(`follow_info`, tags by id).

The staff's `remark`, `description`, `remark_corp_name` and personal tags are left out: they often
are real names or say something private, and nothing would mask them.
"""

from collections.abc import Sequence
from typing import Any

from connectors.sdk.payload import Payload
from connectors.wecom.people import event_of, gender_trait, name_trait
from schemas.event import Context, CustomerEvent, EventType
from schemas.raw import RawEvent

COMPLETE = "complete"
"""A header: `yes` where the answer names all staff members that have the customer."""

_CORPORATION_TAG = "1"


def read_contact(raw: RawEvent, contact: Payload) -> tuple[CustomerEvent]:
    """The customer as of the moment WeCom was asked.

    A complete answer that has the unionid is a snapshot: a mobile that no staff member has noted
    any more is taken back. Without the unionid it is none, as it would take back a unionid that
    was learned elsewhere.

    Raises:
        Reject: when it names nobody.
    """
    person = contact.child("external_contact")
    customer = person.required("external_userid")
    relations = _relations(contact)
    unionid = person.text("unionid")
    event = event_of(
        raw,
        customer,
        EventType.IDENTIFY,
        raw.kind,
        raw.received_at,
        unionid=unionid,
        phones=[phone for relation in relations for phone in relation.texts("remark_mobiles")],
    )
    company = person.text("corp_full_name", "corp_name")
    traits = name_trait(customer, person.text("name")) | gender_trait(person.text("gender"))
    return (
        event.but(
            traits=traits | ({"company": company} if company else {}),
            context=Context(scene=_scene(relations), attributes=_attributes(relations)),
            snapshot=unionid is not None and raw.headers.get(COMPLETE) == "yes",
        ),
    )


def _relations(contact: Payload) -> tuple[Payload, ...]:
    one = contact.child("follow_info")
    return (one,) if one.content else contact.children("follow_user")


def _scene(relations: Sequence[Payload]) -> str | None:
    """The channel code that the customer came by; of several the first that is stated."""
    return next((state for relation in relations if (state := relation.text("state"))), None)


def _attributes(relations: Sequence[Payload]) -> dict[str, Any]:
    stated: dict[str, list[str | None]] = {
        "staff": [relation.text("userid") for relation in relations],
        "add_ways": [relation.text("add_way") for relation in relations],
        "tag_ids": [tag for relation in relations for tag in _tags(relation)],
        "channels": [relation.child("wechat_channels").text("nickname") for relation in relations],
    }
    known = {name: [value for value in values if value] for name, values in stated.items()}
    return {name: list(dict.fromkeys(values)) for name, values in known.items() if values}


def _tags(relation: Payload) -> tuple[str, ...]:
    """The corporation's own tags; those that a staff member invented have no id."""
    named = [
        tag_id
        for tag in relation.children("tags")
        if (tag_id := tag.text("tag_id")) and tag.text("type") in (None, _CORPORATION_TAG)
    ]
    return (*relation.texts("tag_id"), *named)
