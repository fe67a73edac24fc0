"""WeCom's polls against the contract of pollers."""

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.sdk.poller import Poller
from connectors.sdk.source import Source
from connectors.sdk.tokens import Tokens
from connectors.wecom.source import WecomSource
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.wecom import SECRET, WecomEnd
from tests.connectors.wecom.people import contact, group
from tests.connectors.wecom.test_customer_service import sent


class WecomContract(PollerContract):
    renews_tokens = True
    end_of_wecom: WecomEnd

    def refuse_tokens(self) -> None:
        self.end_of_wecom.tokens.end_all()

    def source(self, url: str) -> WecomSource:
        return WecomSource(
            name="main",
            corp_id=f"ww{abs(hash(url))}",
            secret=SecretStr(SECRET),
            customer_service_secret=SecretStr(SECRET),
            base_url=url,
        )


class TestContacts(WecomContract):
    def platform_end(self, events: int) -> ASGIApp:
        people = [contact(number) for number in range(events)]
        self.end_of_wecom = WecomEnd(people, page_contacts=10)
        return self.end_of_wecom.app


class TestGroups(WecomContract):
    events = 45

    def platform_end(self, events: int) -> ASGIApp:
        groups = [group(number, number) for number in range(events)]
        self.end_of_wecom = WecomEnd(groups=groups, page_groups=30)
        return self.end_of_wecom.app

    def poller(self, source: Source, tokens: Tokens) -> Poller:
        return source.pollers(tokens)[2]


class TestCustomerService(WecomContract):
    def platform_end(self, events: int) -> ASGIApp:
        messages = {"wkA": [sent("wkA", number) for number in range(events - 5)]}
        messages["wkB"] = [sent("wkB", number) for number in range(5)]
        self.end_of_wecom = WecomEnd(messages=messages, page_messages=10)
        return self.end_of_wecom.app

    def poller(self, source: Source, tokens: Tokens) -> Poller:
        return source.pollers(tokens)[3]
