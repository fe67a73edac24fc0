"""Bilibili's live room against the contract of listeners."""

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.bilibili.source import BilibiliSource
from pipeline.connector_contract.listening import ListenerContract
from pipeline.simulator.bilibili import BilibiliEnd
from tests.connectors.bilibili.test_listener import CODE, SECRET, comment


class TestContract(ListenerContract):
    def platform_end(self, events: int) -> ASGIApp:
        commands = [comment(number) for number in range(events)]
        self.end = BilibiliEnd(commands, access_key_secret=SECRET, code=CODE)
        return self.end.app

    def break_off(self) -> None:
        self.end.breaks = [5, 3]

    def refuse(self) -> None:
        self.end.code = "another"

    def source(self, url: str) -> BilibiliSource:
        return BilibiliSource(
            name="brand",
            app_id=str(abs(hash(url))),
            access_key_id=SecretStr("demo_key"),
            access_key_secret=SecretStr(SECRET),
            code=SecretStr(CODE),
            live_url=url,
        )
