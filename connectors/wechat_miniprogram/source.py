"""One mini program as configured."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from connectors.sdk.source import Secret
from connectors.sdk.tokens import Tokens
from connectors.wechat.source import WechatSource
from connectors.wechat_miniprogram.login import LoginReceiver
from connectors.wechat_miniprogram.receiver import MiniProgramReceiver
from connectors.wechat_miniprogram.reviews import ReviewsPoller


class WechatMiniprogramSource(WechatSource):
    """Settings of one mini program. With the AppSecret its orders' reviews are polled."""

    platform: Literal["wechat_miniprogram"] = "wechat_miniprogram"
    login_secret: Secret | None = Field(
        default=None, description="of our own choice: what the brand's backend tells logins with"
    )
    reviews_interval_seconds: float = Field(
        default=900, gt=0, description="between two polls of the reviews"
    )
    first_days: float = Field(default=30, gt=0, description="how far back the first poll looks")

    def receiver(self) -> MiniProgramReceiver:
        """What answers WeChat's pushes, and the backend where there is a secret for it."""
        return MiniProgramReceiver(self.push_receiver(), self._login_receiver())

    def _login_receiver(self) -> LoginReceiver | None:
        if self.login_secret is None:
            return None
        secret = self.login_secret.get_secret_value()
        return LoginReceiver(self.platform, self.app_id, secret, self.headers)

    def pollers(self, tokens: Tokens) -> tuple[ReviewsPoller, ...]:
        """The reviews, where the AppSecret is given."""
        api = self.api(tokens)
        if api is None:
            return ()
        return (
            ReviewsPoller(
                api,
                self.platform,
                self.app_id,
                f"{self.key}/reviews",
                self.reviews_interval_seconds,
                timedelta(days=self.first_days),
                self.headers,
            ),
        )
