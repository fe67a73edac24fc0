"""Douyin's lists of comments and of lost pushes against the contract of pollers."""

from datetime import UTC, datetime

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.douyin.source import DouyinSource
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.douyin import DouyinEnd
from tests.connectors.douyin.polling import VIDEO, comment, polling_source, source


class TestCommentContract(PollerContract):
    events = 50
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        self.end_of_douyin = DouyinEnd({VIDEO: [comment(number) for number in range(events)]})
        return self.end_of_douyin.app

    def refuse_tokens(self) -> None:
        self.end_of_douyin.account_tokens.end_all()

    def source(self, url: str) -> DouyinSource:
        return polling_source(url)


class TestLostPushContract(PollerContract):
    events = 250
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        lost = [
            [{"msg_id": str(number), "sec_openid": "u1", "timestamp": 1767240600123}]
            for number in range(events)
        ]
        self.end_of_douyin = DouyinEnd(lost={("room", "live_gift"): lost})
        return self.end_of_douyin.app

    def refuse_tokens(self) -> None:
        self.end_of_douyin.app_tokens.end_all()

    def source(self, url: str) -> DouyinSource:
        made = source(url, data_secrets={"live_gift": SecretStr("data-secret")})
        made._rooms.note("room", "live_gift", datetime.now(UTC))
        return made
