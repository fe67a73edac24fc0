"""One app of Doudian as configured."""

from typing import Literal

from pydantic import Field

from connectors.douyin_shop.receiver import DouyinShopReceiver
from connectors.sdk.source import Secret, Source


class DouyinShopSource(Source):
    """Settings of one app; the shops that authorized it send their messages to it."""

    platform: Literal["douyin_shop"] = "douyin_shop"
    app_key: str = Field(pattern=r"^\w+$", description="app_key of the app at Doudian")
    app_secret: Secret = Field(description="its app_secret; messages are signed by it")

    @property
    def source_account(self) -> str:
        """The app's key."""
        return self.app_key

    def receiver(self) -> DouyinShopReceiver:
        """What answers Doudian's messages."""
        return DouyinShopReceiver(self.app_key, self.app_secret.get_secret_value())
