"""One shop on Xiaohongshu as configured."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from aiolimiter import AsyncLimiter
from pydantic import Field, PrivateAttr

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.xiaohongshu.api import XiaohongshuApi
from connectors.xiaohongshu.order_list import OrderPoller
from connectors.xiaohongshu.receiver import XiaohongshuReceiver


class XiaohongshuSource(Source):
    """Settings of one shop. With a refresh token its orders are asked for."""

    platform: Literal["xiaohongshu"] = "xiaohongshu"
    seller_id: str = Field(pattern=r"^\w+$", description="the shop's id")
    app_id: str = Field(pattern=r"^\w+$", description="the app's id")
    app_secret: Secret = Field(description="its secret; calls and pushes are signed by it")
    path_secret: Secret | None = Field(
        default=None,
        description="a long random segment of the address for pushes, /xiaohongshu/NAME/SEGMENT; "
        "with it pushes are received",
    )
    callback_path: str | None = Field(
        default=None,
        pattern=r"^/",
        description="the path as registered, where a proxy changes it; the signature covers it",
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a push's timestamp may be; null: any age"
    )
    refresh_token: Secret | None = Field(
        default=None,
        description="of the shop's authorization; renewed by itself from then on. With it orders "
        "are polled, and pushes only have them polled at once",
    )
    with_details: bool = Field(
        default=True, description="ask for each order by itself, for its amount"
    )
    interval_seconds: float = Field(
        default=300, gt=0, description="between two polls; a push has one made at once"
    )
    first_days: float = Field(default=1, gt=0, description="how far back the first poll looks")
    calls_per_second: float = Field(
        default=10, gt=0, description="our own policy; what the platform allows is not known"
    )
    base_url: str = Field(
        default="https://ark.xiaohongshu.com", description="where the API answers"
    )
    _doorbell: Doorbell = PrivateAttr(default_factory=Doorbell)

    @property
    def source_account(self) -> str:
        """The shop's id."""
        return self.seller_id

    def receiver(self) -> XiaohongshuReceiver | None:
        """What answers pushes."""
        if self.path_secret is None:
            return None
        segment = self.path_secret.get_secret_value()
        return XiaohongshuReceiver(
            app_id=self.app_id,
            app_secret=self.app_secret.get_secret_value(),
            seller_id=self.seller_id,
            path_secret=segment,
            callback_path=self.callback_path or f"/{self.key}/{segment}",
            max_age_seconds=self.max_age_seconds,
            doorbell=self._doorbell if self.refresh_token is not None else None,
        )

    def pollers(self, tokens: Tokens) -> Sequence[OrderPoller]:
        """One for the orders, where there is a refresh token."""
        if self.refresh_token is None:
            return ()
        api = XiaohongshuApi(
            self.base_url,
            self.app_id,
            self.key,
            tokens,
            AsyncLimiter(self.calls_per_second, 1),
            self.app_secret.get_secret_value(),
            self.refresh_token.get_secret_value(),
        )
        return (
            OrderPoller(
                api,
                self.seller_id,
                self.key,
                self.interval_seconds,
                timedelta(days=self.first_days),
                self.with_details,
                self._doorbell,
            ),
        )
