from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from connectors.sdk.tokens import Tokens
from connectors.wecom.source import WecomSource
from tests.connectors.reading import VECTORS

KEY = SecretStr(VECTORS["wecom_aes"]["EncodingAESKey"])
SECRET = SecretStr("s")


def source(**settings: Any) -> WecomSource:
    return WecomSource(name="main", corp_id="ww1", **settings)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"token": SECRET}, "belong together"),
        ({"encoding_aes_key": KEY}, "belong together"),
        ({"token": SECRET, "encoding_aes_key": SECRET}, "43 characters of base64"),
        ({"suite_id": "ww2", "secret": SECRET}, "no secret of the corporation"),
        ({"suite_id": "ww2", "customer_service_secret": SECRET}, "no secret of the corporation"),
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        source(**settings)


def test_what_is_not_configured_is_neither_received_nor_polled(tokens: Tokens) -> None:
    assert source().receiver() is None
    assert source().pollers(tokens) == ()
    names = [poller.name for poller in source(secret=SECRET).pollers(tokens)]
    assert names == ["wecom/main/contacts", "wecom/main/changed_contacts", "wecom/main/groups"]
    (service,) = source(customer_service_secret=SECRET).pollers(tokens)
    assert service.name == "wecom/main/customer_service"
