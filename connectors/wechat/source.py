"""What an Official Account, a mini program and a shop are configured with alike."""

from typing import Annotated

from aiolimiter import AsyncLimiter
from pydantic import AfterValidator, Field, SecretStr, model_validator

from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from connectors.wechat.api import Api
from connectors.wechat.crypto import aes_key
from connectors.wechat.dedupe import identify
from connectors.wechat.envelope import Mode, SignedEnvelope
from connectors.wechat.receiver import Identify, PushReceiver


def _checked(key: SecretStr) -> SecretStr:
    aes_key(key.get_secret_value())
    return key


AesKey = Annotated[Secret, AfterValidator(_checked)]
"""An EncodingAESKey: 43 characters of base64."""


class WechatSource(Source):
    """Settings of one account; the account's own page of WeChat shows the values."""

    app_id: str = Field(pattern=r"^\w+$", description="AppID; the scope of the account's openids")
    token: Secret = Field(description="Token of the server configuration")
    encoding_aes_key: AesKey | None = Field(
        default=None,
        description="EncodingAESKey of the server configuration; not needed in plain mode",
    )
    mode: Mode = Field(default="safe", description="message encryption, as set at WeChat")
    open_platform: str = Field(
        default="", description="the Open Platform account it is bound to; the scope of unionids"
    )
    max_age_seconds: float | None = Field(
        default=300, description="how old a call's timestamp may be; null: any age"
    )
    app_secret: Secret | None = Field(default=None, description="AppSecret; with it we poll")
    calls_per_second: float = Field(default=10, ge=1, description="at most, of the REST API")
    base_url: str = Field(default="https://api.weixin.qq.com", description="where the API answers")

    @model_validator(mode="after")
    def _key_for_mode(self) -> "WechatSource":
        if self.mode != "plain" and self.encoding_aes_key is None:
            raise ValueError(f"mode {self.mode} needs encoding_aes_key")
        return self

    @property
    def source_account(self) -> str:
        """The AppID."""
        return self.app_id

    @property
    def headers(self) -> dict[str, str]:
        """What readers have to know of the configuration."""
        return {"open_platform": self.open_platform}

    def push_receiver(self, identify: Identify = identify) -> PushReceiver:
        """What answers the account's pushes."""
        key = self.encoding_aes_key
        envelope = SignedEnvelope(
            token=self.token.get_secret_value(),
            receive_id=self.app_id,
            key=aes_key(key.get_secret_value()) if key else None,
            mode=self.mode,
            max_age_seconds=self.max_age_seconds,
        )
        return PushReceiver(self.platform, self.app_id, envelope, identify, self.headers)

    def api(self, tokens: Tokens) -> Api | None:
        """The account's REST API; None without the AppSecret."""
        if self.app_secret is None:
            return None
        return Api(
            self.base_url,
            self.app_id,
            self.app_secret.get_secret_value(),
            tokens,
            self.key,
            AsyncLimiter(self.calls_per_second, 1),
        )
