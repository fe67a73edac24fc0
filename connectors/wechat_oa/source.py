"""One Official Account as configured."""

from typing import Literal

from pydantic import Field

from connectors.sdk.tokens import Tokens
from connectors.wechat.receiver import PushReceiver
from connectors.wechat.source import WechatSource
from connectors.wechat_oa.followers import FollowersPoller


class WechatOaSource(WechatSource):
    """Settings of one Official Account. With the AppSecret its followers are polled."""

    platform: Literal["wechat_oa"] = "wechat_oa"
    followers_interval_seconds: float = Field(
        default=6 * 3600, gt=0, description="between two rounds over the followers"
    )

    def receiver(self) -> PushReceiver:
        """What answers the account's pushes."""
        return self.push_receiver()

    def pollers(self, tokens: Tokens) -> tuple[FollowersPoller, ...]:
        """The round over all followers, where the AppSecret is given."""
        api = self.api(tokens)
        if api is None:
            return ()
        return (
            FollowersPoller(
                api,
                self.app_id,
                f"{self.key}/followers",
                self.followers_interval_seconds,
                self.open_platform,
            ),
        )
