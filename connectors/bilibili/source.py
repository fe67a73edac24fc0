"""One room or app of the brand on Bilibili as configured."""

from typing import Literal, Self

from pydantic import Field, model_validator

from connectors.bilibili.api import LiveApi
from connectors.bilibili.listener import LiveListener
from connectors.bilibili.receiver import BilibiliReceiver
from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens


class BilibiliSource(Source):
    """Settings of one live room (project, keys and code), of one app for webhooks, or of both."""

    platform: Literal["bilibili"] = "bilibili"
    app_id: str | None = Field(
        default=None,
        pattern=r"^\d+$",
        description="project of the live platform; with it the live room is heard",
    )
    access_key_id: Secret | None = Field(default=None, description="key of the live platform")
    access_key_secret: Secret | None = Field(default=None, description="its secret")
    code: Secret | None = Field(default=None, description="the streamer's 身份码")
    client_id: str | None = Field(
        default=None, description="app of the open platform; with it webhooks are received"
    )
    client_secret: Secret | None = Field(default=None, description="its secret")
    developer: str | None = Field(
        default=None,
        pattern=r"^[^:]+$",
        description="any name for the developer account whose apps share union ids",
    )
    live_url: str = Field(
        default="https://live-open.biliapi.com", description="where the live platform answers"
    )

    @model_validator(mode="after")
    def _has_all_of_something(self) -> Self:
        live = (self.app_id, self.access_key_id, self.access_key_secret, self.code)
        webhooks = (self.client_id, self.client_secret)
        for group in (live, webhooks):
            if any(group) and not all(group):
                raise ValueError(
                    "app_id, access_key_id, access_key_secret and code belong together, "
                    "and so do client_id and client_secret"
                )
        if not any((*live, *webhooks)):
            raise ValueError("neither a live room nor webhooks are configured")
        return self

    @property
    def source_account(self) -> str:
        """The project of the live room, or the app that is called; each knows its own ids."""
        return self.app_id or self.client_id or self.name

    def receiver(self) -> BilibiliReceiver | None:
        """What answers webhooks."""
        if self.client_id is None or self.client_secret is None:
            return None
        return BilibiliReceiver(self.client_id, self.client_secret.get_secret_value())

    def listeners(self, tokens: Tokens) -> tuple[LiveListener, ...]:  # noqa: ARG002 (keys sign)
        """What hears the live room."""
        if not (self.app_id and self.access_key_id and self.access_key_secret and self.code):
            return ()
        api = LiveApi(
            self.live_url,
            self.app_id,
            self.access_key_id.get_secret_value(),
            self.access_key_secret.get_secret_value(),
            self.code.get_secret_value(),
        )
        return (LiveListener(api, self.key, self.developer),)
