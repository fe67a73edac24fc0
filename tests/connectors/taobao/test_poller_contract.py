"""Taobao's list of trades against the contract of pollers."""

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.taobao.source import TaobaoSource
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.taobao import TaobaoEnd
from tests.connectors.taobao.test_lists import SECRET, SESSION, trade


class TestContract(PollerContract):
    events = 250
    renews_tokens = False

    def platform_end(self, events: int) -> ASGIApp:
        trades = [trade(number, seconds_ago=3600 + number) for number in range(events)]
        self.end_of_taobao = TaobaoEnd(
            app_key="12000002", app_secret=SECRET, session=SESSION, trades=trades
        )
        return self.end_of_taobao.app

    def refuse_tokens(self) -> None:
        self.end_of_taobao.session = "another"

    def source(self, url: str) -> TaobaoSource:
        return TaobaoSource(
            name="shop",
            app_key="12000002",
            app_secret=SecretStr(SECRET),
            seller_id=str(abs(hash(url))),
            session=SecretStr(SESSION),
            messages="none",
            calls_per_second=1000,
            base_url=f"{url}/router/rest",
        )
