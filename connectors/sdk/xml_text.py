"""XML as nested dicts, with entities and document types refused."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from schemas.errors import Reject

MAX_DEPTH = 64
"""As of `json_text`: deeper nesting is refused."""


def parse_xml(body: bytes, field: str = "body") -> dict[str, Any]:
    """The children of the root: name -> text, or a dict where the element has children.

    Elements of one name become a list. Nothing is dropped; CDATA and plain text read the same.

    Raises:
        Reject: when it is not well-formed, deeper than `MAX_DEPTH`, or declares a document type or
            entities.
    """
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Reject(field, "XML", body.decode(errors="replace")) from error
    return _children(root, MAX_DEPTH, field)


def _children(element: Element, depth_left: int, field: str) -> dict[str, Any]:
    if not depth_left:
        raise Reject(field, f"at most {MAX_DEPTH} levels")
    children: dict[str, Any] = {}
    for child in element:
        value = _children(child, depth_left - 1, field) if len(child) else (child.text or "")
        if child.tag not in children:
            children[child.tag] = value
        elif isinstance(children[child.tag], list):
            children[child.tag].append(value)
        else:
            children[child.tag] = [children[child.tag], value]
    return children
