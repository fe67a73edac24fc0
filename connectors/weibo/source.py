"""One brand account on Weibo as configured."""

from typing import Literal

from pydantic import Field

from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.weibo.api import WeiboApi
from connectors.weibo.lists import LISTS, ListPoller
from connectors.weibo.receiver import WeiboReceiver


class WeiboSource(Source):
    """Settings of one brand account: the app's secret for callbacks, a token for polling."""

    platform: Literal["weibo"] = "weibo"
    uid: str = Field(pattern=r"^\d+$", description="the brand account's own uid")
    app_secret: Secret | None = Field(
        default=None, description="AppSecret; with it the fans service is received"
    )
    access_token: Secret | None = Field(
        default=None, description="OAuth2 token of the brand account; with it lists are polled"
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a call's timestamp may be; null: any age"
    )
    interval_seconds: float = Field(default=60, gt=0, description="between two walks of a list")
    base_url: str = Field(default="https://api.weibo.com", description="where the API answers")

    @property
    def source_account(self) -> str:
        """The brand account's uid."""
        return self.uid

    def receiver(self) -> WeiboReceiver | None:
        """What answers the fans service."""
        if self.app_secret is None:
            return None
        secret = self.app_secret.get_secret_value()
        return WeiboReceiver(self.uid, secret, self.max_age_seconds)

    def pollers(self, tokens: Tokens) -> tuple[ListPoller, ...]:  # noqa: ARG002 (it holds)
        """One for each list."""
        if self.access_token is None:
            return ()
        api = WeiboApi(self.base_url, self.access_token.get_secret_value())
        return tuple(
            ListPoller(api, self.uid, self.key, posts, self.interval_seconds) for posts in LISTS
        )
