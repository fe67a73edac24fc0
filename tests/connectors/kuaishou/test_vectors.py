"""Kuaishou's signatures against their vectors."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast
from urllib.parse import parse_qsl

import pytest

from connectors.kuaishou.signatures import shop_sign, task_sign
from connectors.sdk.receiver import Refused, Request
from tests.connectors.kuaishou.webhook import RECEIVER
from tests.connectors.reading import RECEIVED_AT, VECTORS, sample

WEBHOOK = VECTORS["kuaishou_webhook"]
CALL = Request(
    method="POST",
    path="",
    query={},
    query_text="",
    headers={"kwaisign": WEBHOOK["kwaisign"]},
    body=sample(WEBHOOK["body_file"]),
    client_ip=None,
    received_at=RECEIVED_AT,
)
TASK = VECTORS["kuaishou_live_task_sign"]
PARAMETERS = cast("Mapping[str, str]", TASK["params"])
SHOP = VECTORS["kuaishou_shop_request"]
SHOP_PARAMETERS = dict(parse_qsl(SHOP["string_to_sign"]))
SIGN_SECRET = SHOP_PARAMETERS.pop("signSecret")


def test_the_webhooks_signature_is_right_and_answered() -> None:
    received = RECEIVER.receive(CALL)
    assert (received.answer.body.decode(), len(received.raws)) == (WEBHOOK["reply"], 1)


@pytest.mark.parametrize(
    "tampered",
    [
        replace(CALL, body=CALL.body.replace("还有货吗".encode(), "没有货了".encode())),
        replace(CALL, body=b" " + CALL.body),
        replace(CALL, headers={"kwaisign": WEBHOOK["kwaisign"].upper()}),
        replace(CALL, headers={"kwaisign": "0" * 32}),
        replace(CALL, headers={}),
    ],
)
def test_a_tampered_call_is_refused(tampered: Request) -> None:
    with pytest.raises(Refused, match="wrong_signature"):
        RECEIVER.receive(tampered)


def test_the_sign_of_a_live_task_is_right() -> None:
    assert task_sign(PARAMETERS, TASK["app_secret"]) == TASK["sign"]
    assert task_sign({**PARAMETERS, "empty": ""}, TASK["app_secret"]) == TASK["sign"]


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_the_sign_of_a_live_task_covers_every_parameter(name: str) -> None:
    changed = {**PARAMETERS, name: PARAMETERS[name] + "1"}
    assert task_sign(changed, TASK["app_secret"]) != TASK["sign"]


def test_the_sign_of_a_call_to_the_shop_is_right() -> None:
    assert shop_sign(SHOP_PARAMETERS, SIGN_SECRET, "MD5") == SHOP["MD5"]
    keyed = shop_sign(SHOP_PARAMETERS, SIGN_SECRET, "HMAC_SHA256")
    assert keyed == SHOP["HMAC_SHA256_base64_key_signSecret"]


@pytest.mark.parametrize("name", sorted(SHOP_PARAMETERS))
def test_the_sign_of_a_call_to_the_shop_covers_every_parameter(name: str) -> None:
    changed = {**SHOP_PARAMETERS, name: SHOP_PARAMETERS[name] + "1"}
    assert shop_sign(changed, SIGN_SECRET, "MD5") != SHOP["MD5"]


def test_the_sign_of_a_call_to_the_shop_covers_the_secret() -> None:
    assert shop_sign(SHOP_PARAMETERS, SIGN_SECRET + "1", "MD5") != SHOP["MD5"]
