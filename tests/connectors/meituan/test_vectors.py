"""Meituan's two signatures against their vectors."""

import pytest

from connectors.meituan.signing import sha1_sign, waimai_sig
from tests.connectors.reading import VECTORS

SHA1, WAIMAI = VECTORS["meituan_sha1_docstring"], VECTORS["meituan_waimai_sig"]

DOCUMENTED = {
    "appkey": "test",
    "boolean": "true",
    "double": "123.123",
    "empty": "",
    "number": "123",
    "string": "测试",
    "timestamp": "1477395862",
    "version": "1.0",
}
URL, _, _QUERY = WAIMAI["string"].removesuffix("waimai_secret_demo").partition("?")
QUERY = dict(part.split("=") for part in _QUERY.split("&"))


def test_the_sha1_of_all_that_has_a_value_is_right() -> None:
    assert sha1_sign(DOCUMENTED, "test") == SHA1["sign"]


@pytest.mark.parametrize(
    ("parameters", "secret"),
    [
        (DOCUMENTED, "tess"),
        (DOCUMENTED | {"number": "124"}, "test"),
        (DOCUMENTED | {"empty": "0"}, "test"),
        (DOCUMENTED | {"another": "1"}, "test"),
    ],
)
def test_another_sha1_belongs_to_what_is_tampered_with(
    parameters: dict[str, str], secret: str
) -> None:
    assert sha1_sign(parameters, secret) != SHA1["sign"]


def test_the_sig_of_waimai_is_right() -> None:
    assert waimai_sig(URL, QUERY, "waimai_secret_demo") == WAIMAI["sig"]


@pytest.mark.parametrize(
    ("url", "query", "secret"),
    [
        (URL + "x", QUERY, "waimai_secret_demo"),
        (URL, QUERY | {"pageoffset": "1"}, "waimai_secret_demo"),
        (URL, QUERY | {"another": ""}, "waimai_secret_demo"),
        (URL, QUERY, "waimai_secret_dem0"),
    ],
)
def test_another_sig_belongs_to_what_is_tampered_with(
    url: str, query: dict[str, str], secret: str
) -> None:
    assert waimai_sig(url, query, secret) != WAIMAI["sig"]
