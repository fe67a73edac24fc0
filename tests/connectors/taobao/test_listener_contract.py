"""Taobao's message channel against the contract of listeners."""

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.taobao.source import TaobaoSource
from pipeline.connector_contract.listening import ListenerContract
from pipeline.simulator.taobao import TaobaoEnd
from tests.connectors.taobao.test_channel import SECRET, message


class TestContract(ListenerContract):
    def platform_end(self, events: int) -> ASGIApp:
        # Messages that name no shop are the configured one's.
        messages = [message(number) | {"user_id": None} for number in range(1, events + 1)]
        self.end = TaobaoEnd(app_key="12000002", app_secret=SECRET, messages=messages)
        return self.end.app

    def break_off(self) -> None:
        self.end.channel.breaks = [7]

    def refuse(self) -> None:
        self.end.channel.app_secret = "another"

    def source(self, url: str) -> TaobaoSource:
        return TaobaoSource(
            name="shop",
            app_key="12000002",
            app_secret=SecretStr(SECRET),
            seller_id=str(abs(hash(url))),
            channel_url=url.replace("http", "ws") + "/",
        )
