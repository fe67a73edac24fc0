"""What WeCom's events, changes and messages mean.

A change that is not listed becomes `custom` under its own name where it names a customer, so that
nothing is lost when WeCom adds one; one that names nobody is ignored.
"""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

STAFF = Ignored("a staff member's doing, not the customer's")
NOBODY = Ignored("names no customer")
DOORBELL = Ignored("only says that there is something to be asked for")
UNSAID_MEMBERS = Ignored("says not who; the group's members are polled")
PENDING = Ignored("no customer yet")

ARCHIVE_CONSENT = "wecom_archive"
"""What a customer agrees to who lets WeCom keep the conversation."""

CONTACT_CHANGES: EventTypes = {
    "add_external_contact": EventType.FOLLOW,
    # The same customer is added once more when the staff member confirms: one follow, not two.
    "add_half_external_contact": EventType.CUSTOM,
    "edit_external_contact": Ignored("a staff member's notes; the contact's details tell them"),
    "del_external_contact": STAFF,
    "del_follow_user": EventType.UNFOLLOW,
    "msg_audit_approved": EventType.CONSENT_GIVEN,
}
"""By ChangeType of `change_external_contact`."""

TRANSFER_FAILURES: EventTypes = {
    "customer_refused": EventType.CUSTOM,
    "customer_limit_exceed": Ignored("the staff member has too many customers"),
}
"""By FailReason, for ChangeType `transfer_fail`."""

CHAT_CHANGES: EventTypes = {
    "add_member": EventType.JOIN_GROUP,
    "del_member": EventType.LEAVE_GROUP,
    "change_owner": STAFF,
    "change_name": STAFF,
    "change_notice": STAFF,
    "create": STAFF,
    "dismiss": STAFF,
}
"""By UpdateDetail of `change_external_chat`, or by ChangeType where that says all."""

OTHER_EVENTS: EventTypes = {
    "change_external_tag": Ignored("the corporation's list of tags"),
    "kf_msg_or_event": DOORBELL,
    "msgaudit_notify": DOORBELL,
}
"""By Event, or InfoType of a third-party app. Further ones are taken by whether they name a
customer, such as those of `customer_acquisition`."""

ORIGINS: EventTypes = {
    "3": EventType.MESSAGE,
    "4": Ignored("sent by the system"),
    "5": EventType.REPLY,
}
"""By origin of a customer service message: the customer, the system, a staff member."""

SERVICE_EVENTS: EventTypes = {
    "enter_session": EventType.VISIT,
    "msg_send_fail": EventType.DELIVERY,
    "session_status_change": EventType.TICKET,
    "user_recall_msg": EventType.CUSTOM,
    "servicer_recall_msg": STAFF,
    "servicer_status_change": STAFF,
    "reject_customer_msg_switch_change": STAFF,
}
"""By event_type of a customer service event."""

ARCHIVE: EventTypes = {
    "customer's message": EventType.MESSAGE,
    "staff's message to a customer": EventType.REPLY,
    "staff's message to several customers of a group": Ignored("no one customer's reply"),
    "among staff": NOBODY,
    "customer's recall": EventType.CUSTOM,
    "staff's recall": STAFF,
    "agree": EventType.CONSENT_GIVEN,
    "disagree": EventType.CONSENT_WITHDRAWN,
    "switch": Ignored("a staff member changed the corporation"),
    "chatdata": Ignored("still encrypted; what the archive's SDK decrypts can be read"),
}
"""By what an archived message is."""

ANSWERS: EventTypes = {
    "contact": EventType.IDENTIFY,
    "group_member": EventType.IDENTIFY,
    "conversion": EventType.IDENTIFY,
    "conversion (pending_id)": PENDING,
    "manifest": Ignored("file manifest"),
}
"""By kind of raw event, for what is asked for or imported."""

EVENT_TYPES: EventTypes = {
    **{f"contact {name}": meaning for name, meaning in CONTACT_CHANGES.items()},
    **{f"contact transfer_fail ({why})": meaning for why, meaning in TRANSFER_FAILURES.items()},
    **{f"group {name}": meaning for name, meaning in CHAT_CHANGES.items()},
    **{f"event {name}": meaning for name, meaning in OTHER_EVENTS.items()},
    **{f"service origin {origin}": meaning for origin, meaning in ORIGINS.items()},
    **{f"service {name}": meaning for name, meaning in SERVICE_EVENTS.items()},
    **{f"archive {name}": meaning for name, meaning in ARCHIVE.items()},
    **ANSWERS,
}
