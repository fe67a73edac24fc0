"""A shop's callback against the contract of receivers."""

import json
import time
from collections.abc import Sequence

from connectors.wechat_channels.source import WechatChannelsSource
from pipeline.connector_contract.receiving import ReceiverContract
from pipeline.simulator.call import Call, altered
from pipeline.simulator.wechat import WechatAccount, push
from tests.connectors.wechat_channels.shops import KEY, TOKEN, shop


def ordered(number: int) -> bytes:
    return json.dumps(
        {
            "FromUserName": "o1",
            "CreateTime": 1767241000,
            "MsgType": "event",
            "Event": "channels_ec_order_new",
            "order_info": {"order_id": 3705000000000000000 + number},
        }
    ).encode()


class TestContract(ReceiverContract):
    answer = b"success"
    keeps_malformed = False

    def source(self, name: str) -> WechatChannelsSource:
        self.account = WechatAccount(f"wx{name}", TOKEN, KEY)
        return shop(self.account.app_id)

    def call(self, number: int) -> Call:
        return push(self.account, ordered(number), as_json=True)

    def with_body(self, body: bytes) -> Call:
        query = {"encrypt_type": "aes", "msg_signature": "0" * 40}
        return altered(push(WechatAccount("wx1", TOKEN), body), **query)

    def tampered(self) -> Sequence[Call]:
        call = self.call(1)
        return (
            altered(call, msg_signature="0" * 40),
            altered(call, signature="0" * 40),
            altered(call, nonce="x"),
            Call(query=call.query, body=call.body.replace(b'"Encrypt": "', b'"Encrypt": "A', 1)),
            push(WechatAccount("wxOTHER", TOKEN, KEY), ordered(1), as_json=True),
            push(WechatAccount("wx1", TOKEN), ordered(1)),
            push(self.account, ordered(1), as_json=True, now=time.time() - 4 * 3600 - 1),
        )
