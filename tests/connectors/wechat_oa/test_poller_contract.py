"""The list of followers against the contract of pollers."""

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.wechat_oa.source import WechatOaSource
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.wechat_oa import WechatOaEnd

APP_ID = "wx1"
SECRET = "secret of the app"


class TestContract(PollerContract):
    renews_tokens = True

    def platform_end(self, events: int) -> ASGIApp:
        users = [
            {"subscribe": 1, "openid": f"o{number:04}", "subscribe_time": 1767238700}
            for number in range(events)
        ]
        self.wechat = WechatOaEnd({APP_ID: users}, {APP_ID: SECRET}, page_openids=10)
        return self.wechat.app

    def refuse_tokens(self) -> None:
        self.wechat.tokens.end_all()

    def source(self, url: str) -> WechatOaSource:
        return WechatOaSource(
            name=url.rpartition(":")[2],
            app_id=APP_ID,
            token=SecretStr("token of the callbacks"),
            mode="plain",
            app_secret=SecretStr(SECRET),
            base_url=url,
        )
