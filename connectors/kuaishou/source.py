"""One app on Kuaishou as configured."""

from collections.abc import Sequence
from typing import Annotated, Literal

from aiolimiter import AsyncLimiter
from pydantic import AfterValidator, Field, PrivateAttr, SecretStr, model_validator

from connectors.kuaishou.live_api import LiveApi
from connectors.kuaishou.live_tasks import LiveTaskPoller
from connectors.kuaishou.order_list import OrderPoller
from connectors.kuaishou.receiver import KuaishouReceiver
from connectors.kuaishou.shop_api import ShopApi
from connectors.kuaishou.shop_message import message_key
from connectors.sdk.doorbell import Doorbell
from connectors.sdk.poller import Poller
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens


def _checked(key: SecretStr) -> SecretStr:
    message_key(key.get_secret_value())
    return key


class KuaishouSource(Source):
    """Settings of one app: for live rooms 弹幕玩法, or for a shop 快手小店."""

    platform: Literal["kuaishou"] = "kuaishou"
    app_id: str = Field(
        pattern=r"^\w+$", description="app_id, or appkey of a shop's app; the scope of user ids"
    )
    app_secret: Secret = Field(description="app_secret; webhooks are signed by it")
    room_codes: tuple[str, ...] = Field(
        default=(), description="live rooms whose pushes are kept going"
    )
    live_tasks_interval_seconds: float = Field(
        default=60, gt=0, description="between two looks whether the rooms are live"
    )
    refresh_token: Secret | None = Field(
        default=None, description="of the shop; with it orders are polled"
    )
    sign_secret: Secret | None = Field(
        default=None, description="signSecret of a shop's app; polling orders needs it"
    )
    message_key: Annotated[Secret, AfterValidator(_checked)] | None = Field(
        default=None, description="of a shop's messages; each of them has orders polled at once"
    )
    orders_interval_seconds: float = Field(
        default=120, gt=0, description="between two polls of the orders"
    )
    orders_since_days: float = Field(
        default=6, gt=0, le=90, description="how far the first poll goes back"
    )
    calls_per_second: float = Field(default=5, ge=1, description="at most, of the REST APIs")
    base_url: str = Field(
        default="https://open.kuaishou.com", description="where the open platform answers"
    )
    shop_url: str = Field(
        default="https://openapi.kwaixiaodian.com", description="where the API of shops answers"
    )

    _doorbell: Doorbell = PrivateAttr(default_factory=Doorbell)

    @model_validator(mode="after")
    def _secrets_of_shop(self) -> "KuaishouSource":
        if self.refresh_token is not None and self.sign_secret is None:
            raise ValueError("refresh_token needs sign_secret")
        return self

    @property
    def source_account(self) -> str:
        """The app."""
        return self.app_id

    def receiver(self) -> KuaishouReceiver:
        """What answers the app's webhooks and the shop's messages."""
        key = self.message_key
        return KuaishouReceiver(
            app_id=self.app_id,
            app_secret=self.app_secret.get_secret_value(),
            message_key=message_key(key.get_secret_value()) if key else None,
            doorbell=self._doorbell,
        )

    def pollers(self, tokens: Tokens) -> Sequence[Poller]:
        """One for the shop's orders, one that keeps the pushes of live rooms going."""
        pollers: list[Poller] = []
        if self.refresh_token is not None and self.sign_secret is not None:
            shop_api = ShopApi(
                base_url=self.shop_url,
                app_id=self.app_id,
                app_secret=self.app_secret.get_secret_value(),
                sign_secret=self.sign_secret.get_secret_value(),
                refresh_token=self.refresh_token.get_secret_value(),
                tokens=tokens,
                key=self.key,
                limiter=AsyncLimiter(self.calls_per_second, 1),
            )
            pollers.append(
                OrderPoller(
                    shop_api,
                    self.key,
                    self.orders_since_days,
                    self.orders_interval_seconds,
                    self._doorbell,
                )
            )
        if self.room_codes:
            live_api = LiveApi(
                base_url=self.base_url,
                app_id=self.app_id,
                app_secret=self.app_secret.get_secret_value(),
                tokens=tokens,
                key=f"{self.key}/live",
                limiter=AsyncLimiter(self.calls_per_second, 1),
            )
            pollers.append(
                LiveTaskPoller(
                    live_api, self.key, self.room_codes, self.live_tasks_interval_seconds
                )
            )
        return pollers
