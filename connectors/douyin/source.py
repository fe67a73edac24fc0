"""One app on Douyin as configured."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, PrivateAttr

from connectors.douyin.live_rooms import LiveRooms
from connectors.douyin.receiver import DouyinReceiver
from connectors.sdk.source import Secret, Source

LiveType = Literal["live_comment", "live_gift", "live_like", "live_fansclub"]


class DouyinSource(Source):
    """Settings of one app: an app of the open platform, or one for live rooms 直播小玩法."""

    platform: Literal["douyin"] = "douyin"
    client_key: str = Field(
        pattern=r"^\w+$", description="client_key or AppID; the scope of the app's open_ids"
    )
    client_secret: Secret = Field(
        description="client_secret or AppSecret; webhooks are signed by it"
    )
    developer: str = Field(
        default="", description="the developer's subject 主体 at Douyin; the scope of union_ids"
    )
    open_id: str = Field(default="", description="the brand account's own open_id in this app")
    data_secrets: Mapping[LiveType, Secret] = Field(
        default_factory=dict, description="of live pushes, by message type; only these are received"
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a live push's timestamp may be; null: any age"
    )

    _rooms: LiveRooms = PrivateAttr(default_factory=LiveRooms)

    @property
    def source_account(self) -> str:
        """The app."""
        return self.client_key

    def receiver(self) -> DouyinReceiver:
        """What answers the app's webhooks and live pushes."""
        return DouyinReceiver(
            client_key=self.client_key,
            client_secret=self.client_secret.get_secret_value(),
            developer=self.developer,
            brand=self.open_id,
            data_secrets={
                name: secret.get_secret_value() for name, secret in self.data_secrets.items()
            },
            rooms=self._rooms,
            max_age_seconds=self.max_age_seconds,
        )
