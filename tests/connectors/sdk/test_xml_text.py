import pytest

from connectors.sdk.xml_text import parse_xml
from schemas.errors import Reject


def test_text_and_cdata_read_the_same_and_nothing_is_dropped() -> None:
    body = "<xml><A><![CDATA[林 &]]></A><B>1</B><C><D>x</D></C><E/><F>1</F><F>2</F></xml>"
    assert parse_xml(body.encode()) == {
        "A": "林 &",
        "B": "1",
        "C": {"D": "x"},
        "E": "",
        "F": ["1", "2"],
    }


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml>",
        b"\xff<xml/>",
        b'<?xml version="1.0" encoding="nonsense"?><xml/>',
        b'<!DOCTYPE x [<!ENTITY e "ha">]><xml>&e;</xml>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
    ],
)
def test_what_is_no_xml_or_declares_entities_is_rejected(body: bytes) -> None:
    with pytest.raises(Reject):
        parse_xml(body)


@pytest.mark.parametrize(("depth", "is_read"), [(64, True), (65, False), (20_000, False)])
def test_deep_nesting_is_rejected(depth: int, is_read: bool) -> None:
    body = b"<a>" * depth + b"<b/>" + b"</a>" * depth
    if is_read:
        assert parse_xml(body)
    else:
        with pytest.raises(Reject):
            parse_xml(body)
