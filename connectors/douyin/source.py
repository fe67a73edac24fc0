"""One app on Douyin as configured."""

from collections.abc import Mapping, Sequence
from typing import Literal

from aiolimiter import AsyncLimiter
from pydantic import Field, PrivateAttr, model_validator

from connectors.douyin.api import CommentApi
from connectors.douyin.comment_list import CommentPoller
from connectors.douyin.live_api import LiveApi
from connectors.douyin.live_rooms import LiveRooms
from connectors.douyin.lost_pushes import KEPT_TYPES, LostPushPoller
from connectors.douyin.oauth import AccountToken
from connectors.douyin.receiver import DouyinReceiver
from connectors.sdk.poller import Poller
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens

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
    open_id: str = Field(
        default="",
        description="the brand account's own open_id in this app; what it does is no customer's",
    )
    data_secrets: Mapping[LiveType, Secret] = Field(
        default_factory=dict, description="of live pushes, by message type; only these are received"
    )
    streamers: tuple[str, ...] = Field(
        default=(),
        description="sec_openid of those who stream in the brand's rooms; what they do is no "
        "customer's",
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a live push's timestamp may be; null: any age"
    )

    login_secret: Secret | None = Field(
        default=None, description="of your own choice; with it the brand's backend tells of logins"
    )
    refresh_token: Secret | None = Field(
        default=None, description="of the brand account; with it comments are polled"
    )
    item_ids: tuple[str, ...] = Field(
        default=(), description="the brand's videos whose comments are polled"
    )
    comments_interval_seconds: float = Field(
        default=300, gt=0, description="between two rounds over the comments"
    )
    lost_pushes_interval_seconds: float = Field(
        default=60, gt=0, description="between two looks for pushes of a live room that were lost"
    )
    calls_per_second: float = Field(default=5, ge=1, description="at most, of the REST APIs")
    base_url: str = Field(
        default="https://open.douyin.com", description="where the open platform answers"
    )
    live_url: str = Field(
        default="https://webcast.bytedance.com", description="where the API of live rooms answers"
    )
    apps_url: str = Field(
        default="https://developer.toutiao.com",
        description="where the tokens of apps for live rooms come from",
    )

    _rooms: LiveRooms = PrivateAttr(default_factory=LiveRooms)

    @model_validator(mode="after")
    def _account_of_items(self) -> "DouyinSource":
        if self.item_ids and not (self.open_id and self.refresh_token):
            raise ValueError("item_ids needs open_id and refresh_token")
        return self

    @property
    def source_account(self) -> str:
        """The app."""
        return self.client_key

    def receiver(self) -> DouyinReceiver:
        """What answers the app's webhooks and live pushes, and the brand's backend."""
        login_secret = self.login_secret
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
            own_viewers=self._own_viewers,
            login_secret=login_secret.get_secret_value() if login_secret else None,
        )

    def pollers(self, tokens: Tokens) -> Sequence[Poller]:
        """One for the comments on the brand's videos, one for live pushes that were lost."""
        pollers: list[Poller] = []
        if self.item_ids and self.refresh_token is not None:
            refresh_token = self.refresh_token.get_secret_value()
            api = CommentApi(
                base_url=self.base_url,
                open_id=self.open_id,
                account_token=AccountToken(self.base_url, self.client_key, refresh_token),
                tokens=tokens,
                key=self.key,
                limiter=AsyncLimiter(self.calls_per_second, 1),
            )
            pollers.append(
                CommentPoller(
                    api, self.client_key, self.key, self.item_ids, self.comments_interval_seconds
                )
            )
        if KEPT_TYPES & set(self.data_secrets):
            live_api = LiveApi(
                live_url=self.live_url,
                apps_url=self.apps_url,
                app_id=self.client_key,
                app_secret=self.client_secret.get_secret_value(),
                tokens=tokens,
                key=f"{self.key}/live",
                limiter=AsyncLimiter(self.calls_per_second, 1),
            )
            pollers.append(
                LostPushPoller(
                    live_api,
                    self.key,
                    self._rooms,
                    self.lost_pushes_interval_seconds,
                    self._own_viewers,
                )
            )
        return pollers

    @property
    def _own_viewers(self) -> frozenset[str]:
        return frozenset(filter(None, (self.open_id, *self.streamers)))
