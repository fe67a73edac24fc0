"""One Official Account as configured."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.wechat.crypto import aes_key
from connectors.wechat_oa.api import WechatApi
from connectors.wechat_oa.followers import FollowersPoller
from connectors.wechat_oa.receiver import Mode, WechatOaReceiver


def _checked(key: SecretStr) -> SecretStr:
    aes_key(key.get_secret_value())
    return key


class WechatOaSource(Source):
    """Settings of one Official Account; the account's own page of WeChat shows the values."""

    platform: Literal["wechat_oa"] = "wechat_oa"
    app_id: str = Field(pattern=r"^\w+$", description="AppID; the scope of the account's openids")
    token: Secret = Field(description="Token of the server configuration")
    encoding_aes_key: Annotated[Secret, AfterValidator(_checked)] | None = None
    mode: Mode = Field(default="safe", description="message encryption, as set at WeChat")
    open_platform: str = Field(
        default="", description="the Open Platform account it is bound to; the scope of unionids"
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a call's timestamp may be; null: any age"
    )
    app_secret: Secret | None = Field(
        default=None, description="AppSecret; with it followers are polled"
    )
    followers_interval_seconds: float = Field(default=6 * 3600, gt=0)
    base_url: str = "https://api.weixin.qq.com"

    @model_validator(mode="after")
    def _key_for_mode(self) -> "WechatOaSource":
        if self.mode != "plain" and self.encoding_aes_key is None:
            raise ValueError(f"mode {self.mode} needs encoding_aes_key")
        return self

    @property
    def source_account(self) -> str:
        """The AppID."""
        return self.app_id

    def receiver(self) -> WechatOaReceiver:
        """What answers the account's pushes."""
        key = self.encoding_aes_key
        return WechatOaReceiver(
            app_id=self.app_id,
            token=self.token.get_secret_value(),
            mode=self.mode,
            key=aes_key(key.get_secret_value()) if key else None,
            open_platform=self.open_platform,
            max_age_seconds=self.max_age_seconds,
        )

    def pollers(self, tokens: Tokens) -> tuple[FollowersPoller, ...]:  # noqa: ARG002
        """The round over all followers, where the AppSecret is given."""
        if self.app_secret is None:
            return ()
        api = WechatApi(self.base_url, self.app_id, self.app_secret.get_secret_value())
        return (
            FollowersPoller(
                api, f"{self.key}/followers", self.followers_interval_seconds, self.open_platform
            ),
        )
