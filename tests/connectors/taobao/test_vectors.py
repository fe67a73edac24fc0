"""Signatures against the vector that Taobao publishes, and those computed from it."""

import pytest

from connectors.taobao.signing import SignMethod, signature
from tests.connectors.reading import VECTORS

PUBLISHED = VECTORS["taobao_top_published"]
PARAMETERS: dict[str, str] = dict(PUBLISHED["params"])  # type: ignore[arg-type]
SECRET = PUBLISHED["secret"]
EXPECTED: dict[SignMethod, str] = {
    "md5": PUBLISHED["md5"],
    "hmac": VECTORS["taobao_top_hmac"]["hmac (HMAC-MD5)"],
    "hmac-sha256": VECTORS["taobao_top_hmac"]["hmac-sha256"],
}


def signed(
    method: SignMethod, parameters: dict[str, str] = PARAMETERS, secret: str = SECRET
) -> str:
    """The signature of the published call; how it is made is stated in it."""
    stated = {"sign_method": method} if "sign_method" in parameters else {}
    return signature({**parameters, **stated}, secret, method)


@pytest.mark.parametrize("method", EXPECTED)
def test_the_signature_is_right(method: SignMethod) -> None:
    assert signed(method) == EXPECTED[method]


@pytest.mark.parametrize("method", EXPECTED)
@pytest.mark.parametrize("name", [name for name in PARAMETERS if name != "sign_method"])
def test_each_parameter_counts(method: SignMethod, name: str) -> None:
    for tampered in (
        PARAMETERS | {name: PARAMETERS[name] + "0"},
        {other: value for other, value in PARAMETERS.items() if other != name},
    ):
        assert signed(method, tampered) != EXPECTED[method]


def test_how_it_is_signed_counts() -> None:
    assert signature(PARAMETERS | {"sign_method": "hmac"}, SECRET, "md5") != EXPECTED["md5"]


@pytest.mark.parametrize("method", EXPECTED)
def test_the_secret_counts(method: SignMethod) -> None:
    assert signed(method, secret=SECRET + "0") != EXPECTED[method]


@pytest.mark.parametrize("method", EXPECTED)
def test_empty_parameters_and_the_signature_itself_do_not_count(method: SignMethod) -> None:
    more = PARAMETERS | {"session_of_nobody": "", "sign": "0" * 32}
    assert signed(method, more) == EXPECTED[method]
