"""Weibo's lists against the contract of pollers."""

from pydantic import SecretStr
from starlette.types import ASGIApp

from connectors.weibo.source import WeiboSource
from pipeline.connector_contract.polling import PollerContract
from pipeline.simulator.weibo import WeiboEnd
from tests.connectors.weibo.posts import post


class TestContract(PollerContract):
    renews_tokens = False

    def platform_end(self, events: int) -> ASGIApp:
        posts = [post(number) for number in range(events)]
        self.end_of_weibo = WeiboEnd(posts, access_token="authorized", max_posts=10)
        return self.end_of_weibo.app

    def refuse_tokens(self) -> None:
        self.end_of_weibo.access_token = "another"

    def source(self, url: str) -> WeiboSource:
        return WeiboSource(
            name="brand",
            uid=str(abs(hash(url))),
            access_token=SecretStr("authorized"),
            base_url=url,
        )
