"""One shop as configured."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, PrivateAttr

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.tokens import Tokens
from connectors.wechat.source import WechatSource
from connectors.wechat_channels.lists import AFTERSALES, ORDERS, ShopPoller
from connectors.wechat_channels.push import identify
from connectors.wechat_channels.receiver import ShopReceiver


class WechatChannelsSource(WechatSource):
    """Settings of one shop. With the AppSecret its orders and after-sales are polled."""

    platform: Literal["wechat_channels"] = "wechat_channels"
    mode: Literal["safe"] = Field(default="safe", description="shops are always encrypted")
    max_age_seconds: float | None = Field(
        default=4 * 3600,
        description="how old a call's timestamp may be, as pushes are tried for 3.6 hours",
    )
    interval_seconds: float = Field(
        default=300, gt=0, description="between two polls; a push has them made at once"
    )
    first_days: float = Field(
        default=30,
        gt=0,
        description="how far back the first poll looks; where pushes have been counted before, no "
        "further than event ids are remembered (7 days)",
    )
    _doorbells: dict[str, Doorbell] = PrivateAttr(
        default_factory=lambda: {what.rung_by: Doorbell() for what in (ORDERS, AFTERSALES)}
    )

    @property
    def headers(self) -> dict[str, str]:
        """What readers have to know of the configuration."""
        polled = {"polled": "true"} if self.app_secret else {}
        return {"open_platform": self.open_platform, **polled}

    def receiver(self) -> ShopReceiver:
        """What answers the shop's pushes."""
        return ShopReceiver(self.push_receiver(identify), self._doorbells)

    def pollers(self, tokens: Tokens) -> tuple[ShopPoller, ...]:
        """One for each list, where the AppSecret is given."""
        api = self.api(tokens)
        if api is None:
            return ()
        return tuple(
            ShopPoller(
                api,
                what,
                self.platform,
                self.app_id,
                f"{self.key}/{what.kind}s",
                self.interval_seconds,
                timedelta(days=self.first_days),
                self.headers,
                self._doorbells[what.rung_by],
            )
            for what in (ORDERS, AFTERSALES)
        )
