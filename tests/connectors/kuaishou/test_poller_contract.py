"""The orders of a shop on Kuaishou against the contract of pollers."""

from starlette.types import ASGIApp

from connectors.kuaishou.source import KuaishouSource
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.kuaishou import KuaishouEnd
from tests.connectors.kuaishou.shop import order, order_source


class TestContract(PollerContract):
    events = 120
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        self.end_of_kuaishou = KuaishouEnd([order(number) for number in range(events)])
        return self.end_of_kuaishou.app

    def refuse_tokens(self) -> None:
        self.end_of_kuaishou.shop_tokens.end_all()

    def source(self, url: str) -> KuaishouSource:
        return order_source(url)
