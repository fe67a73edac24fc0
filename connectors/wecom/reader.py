"""From WeCom's payloads to customer events."""

from collections.abc import Callable, Mapping

from connectors.sdk.files.manifest import KIND as MANIFEST
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from connectors.sdk.xml_text import parse_xml
from connectors.wecom.archive import read_archived
from connectors.wecom.changes import read_callback
from connectors.wecom.contact import read_contact
from connectors.wecom.conversion import read_conversion
from connectors.wecom.group_member import read_member
from connectors.wecom.service_message import read_service_message
from schemas.errors import Reject
from schemas.raw import RawEvent

_READERS: Mapping[str, Callable[[RawEvent, Payload], Reading]] = {
    "service_message": read_service_message,
    "archive": read_archived,
    "contact": read_contact,
    "group_member": read_member,
    "conversion": read_conversion,
}


def read(raw: RawEvent) -> Reading:
    """Read a callback, or by its kind what was asked for or imported; a file's manifest is nothing.

    Raises:
        Reject: when it is none of these or lacks what every one of them has.
    """
    if raw.kind == "callback":
        return read_callback(raw, Payload(parse_xml(raw.body_bytes)))
    if raw.kind == MANIFEST:
        return ()
    reader = _READERS.get(raw.kind)
    if reader is None:
        raise Reject("kind", "callback, " + ", ".join(_READERS), raw.kind)
    return reader(raw, Payload(parse_object(raw.body_bytes)))
