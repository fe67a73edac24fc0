"""WeCom's callback against the contract of receivers."""

import time
from collections.abc import Sequence

import httpx
from pydantic import SecretStr

from connectors.wecom.source import WecomSource
from pipeline.connector_contract.calling import send
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator import wecom_callbacks
from pipeline.simulator.call import Call, altered
from tests.connectors.reading import VECTORS
from tests.connectors.wecom.told import CUSTOMER, callback

TOKEN = VECTORS["wecom_aes"]["token"]
KEY = VECTORS["wecom_aes"]["EncodingAESKey"]
ECHO_SECONDS = 1.0


class TestContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = True

    def source(self, name: str) -> WecomSource:
        self.corp_id = f"ww{name}"
        return WecomSource(
            name="main",
            corp_id=self.corp_id,
            token=SecretStr(TOKEN),
            encoding_aes_key=SecretStr(KEY),
        )

    def call(self, number: int) -> Call:
        return self.with_body(self._message(number))

    def with_body(self, body: bytes) -> Call:
        return wecom_callbacks.push(TOKEN, KEY, self.corp_id, body)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        flipped = call.body.replace(b"<Encrypt><![CDATA[", b"<Encrypt><![CDATA[A", 1)
        return (
            Call(body=call.body),
            Call(query=call.query, body=flipped),
            Call(query=call.query, body=self._message(1)),
            altered(call, msg_signature="0" * 40),
            altered(call, msg_signature="é"),
            altered(call, nonce="1372623146"),
            altered(call, timestamp=str(int(time.time()) + 1)),
            wecom_callbacks.push(TOKEN, KEY, "wwOTHER", self._message(1)),
            wecom_callbacks.push(TOKEN, KEY, self.corp_id, self._message(1), now=time.time() - 301),
        )

    def test_the_echo_is_answered_within_its_second(self, url: str) -> None:
        call = wecom_callbacks.echo(TOKEN, KEY, self.corp_id, b"1616140317555161061")
        began = time.monotonic()
        answer = send(url, call)
        assert time.monotonic() - began < ECHO_SECONDS
        assert (answer.status_code, answer.content) == (200, b"1616140317555161061")

    def test_an_echo_that_was_not_encoded_in_the_address_is_refused(self, url: str) -> None:
        call = wecom_callbacks.echo(TOKEN, KEY, self.corp_id, b"\xfb\xef\xbe" * 20)
        while "+" not in call.query["echostr"]:
            call = wecom_callbacks.echo(TOKEN, KEY, self.corp_id, b"\xfb\xef\xbe" * 20)
        query = "&".join(f"{name}={value}" for name, value in call.query.items())
        assert httpx.get(f"{url}?{query}").status_code == 403

    def _message(self, number: int) -> bytes:
        return callback(
            "change_external_contact",
            ChangeType="add_external_contact",
            UserID="wangmin",
            ExternalUserID=f"{CUSTOMER}{number}",
        )
