"""The brand's shops on Meituan and Dianping as configured."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from aiolimiter import AsyncLimiter
from pydantic import Field, model_validator

from connectors.meituan.dianping_api import DianpingApi
from connectors.meituan.dianping_reviews import DianpingReviewPoller
from connectors.meituan.receiver import WaimaiReceiver
from connectors.meituan.waimai_api import WaimaiApi
from connectors.meituan.waimai_reviews import WaimaiReviewPoller
from connectors.sdk.poller import Poller
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens

_CALLS_A_SECOND = 5
"""Our own policy; what the platforms allow is not known."""

Shop = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$")]


class MeituanSource(Source):
    """Settings of one app of Waimai, or of one developer's access to Dianping's reviews."""

    platform: Literal["meituan"] = "meituan"
    app_id: str | None = Field(default=None, pattern=r"^\w+$", description="Waimai's app")
    app_secret: Secret | None = Field(default=None, description="its secret")
    shops: tuple[Shop, ...] = Field(
        default=(), description="app_poi_code of the shops of Waimai whose reviews are polled"
    )
    callback_url: str | None = Field(
        default=None,
        pattern=r"^https?://",
        description="the address that is registered with Waimai; with it orders are received",
    )
    account_key: Secret | None = Field(
        default=None,
        description="of your own choice, long and random; recipients' accounts are named by their "
        "phones hashed with it, so keep it for ever. Receiving orders needs it",
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a callback's timestamp may be; null: any age"
    )
    developer_id: str | None = Field(
        default=None, pattern=r"^\w+$", description="developer.meituan.com's, for Dianping"
    )
    sign_key: Secret | None = Field(default=None, description="its SignKey")
    refresh_token: Secret | None = Field(
        default=None, description="of the brand's authorization; renewed by itself from then on"
    )
    dianping_shops: tuple[Shop, ...] = Field(
        default=(), description="open_shop_uuid of the shops whose reviews are polled"
    )
    interval_seconds: float = Field(
        default=3600, gt=0, description="between two rounds over the reviews of a shop"
    )
    waimai_url: str = Field(
        default="https://waimaiopen.meituan.com", description="where Waimai's API answers"
    )
    dianping_url: str = Field(
        default="https://api-open-cater.meituan.com", description="where Dianping's API answers"
    )

    @model_validator(mode="after")
    def _has_all_of_one(self) -> Self:
        waimai = (self.app_id, self.app_secret)
        dianping = (self.developer_id, self.sign_key, self.refresh_token)
        if any(waimai) == any(dianping):
            raise ValueError("either an app of Waimai or a developer's access to Dianping")
        if not (all(waimai) or all(dianping)):
            raise ValueError(
                "app_id and app_secret belong together, and so do developer_id, sign_key and "
                "refresh_token"
            )
        if self.callback_url is not None and self.account_key is None:
            raise ValueError(
                "callback_url needs account_key; where accounts were named by app_secret, state "
                "that secret here"
            )
        return self

    @property
    def source_account(self) -> str:
        """The app, or the developer."""
        return self.app_id or self.developer_id or self.name

    def receiver(self) -> WaimaiReceiver | None:
        """What answers Waimai's calls about orders."""
        secret, key = self.app_secret, self.account_key
        if self.app_id is None or secret is None or self.callback_url is None or key is None:
            return None
        return WaimaiReceiver(
            self.app_id,
            secret.get_secret_value(),
            self.callback_url,
            self.max_age_seconds,
            key.get_secret_value(),
        )

    def pollers(self, tokens: Tokens) -> Sequence[Poller]:
        """One for the reviews of each shop. The shops of an account share its rate."""
        limiter = AsyncLimiter(_CALLS_A_SECOND, 1)
        if self.app_id is not None and self.app_secret is not None:
            waimai = WaimaiApi(
                self.waimai_url, self.app_id, self.app_secret.get_secret_value(), limiter
            )
            return tuple(
                WaimaiReviewPoller(waimai, shop, self.key, self.interval_seconds)
                for shop in self.shops
            )
        if self.developer_id is None or self.sign_key is None or self.refresh_token is None:
            return ()
        dianping = DianpingApi(
            self.dianping_url,
            self.developer_id,
            self.key,
            tokens,
            limiter,
            self.sign_key.get_secret_value(),
            self.refresh_token.get_secret_value(),
        )
        return tuple(
            DianpingReviewPoller(dianping, shop, self.key, self.interval_seconds)
            for shop in self.dianping_shops
        )
