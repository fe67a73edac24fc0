"""A pushed message, in the format that the account is set to."""

from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.xml_text import parse_xml

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def message_of(body: bytes) -> Payload:
    """What `body` says: JSON where it begins as an object of JSON does, XML otherwise.

    Raises:
        Reject: when it is not well-formed.
    """
    begins = body.removeprefix(_BYTE_ORDER_MARK).lstrip()[:1]
    return Payload(parse_object(body) if begins == b"{" else parse_xml(body))
