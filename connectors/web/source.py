"""One site or app as configured."""

from typing import Literal

from pydantic import Field

from connectors.sdk.source import Secret, Source
from connectors.web.receiver import WebReceiver


class WebSource(Source):
    """Settings of one site: all its pages and apps share its user ids.

    Snowplow trackers send no key; they are taken only when `snowplow_app_ids` lists their app.
    """

    platform: Literal["web"] = "web"
    write_key: Secret = Field(description="what Segment-style libraries send; public by its nature")
    snowplow_app_ids: tuple[str, ...] = Field(default=(), description="`aid` of allowed trackers")
    allowed_origins: tuple[str, ...] = Field(
        default=("*",), description="origins whose pages may call, like https://shop.example.com"
    )
    open_platform: str = Field(
        default="", description="the Open Platform account of unionids in traits"
    )

    def receiver(self) -> WebReceiver:
        """What answers the site's libraries."""
        return WebReceiver(
            site=self.source_account,
            write_key=self.write_key.get_secret_value(),
            snowplow_app_ids=frozenset(self.snowplow_app_ids),
            allowed_origins=self.allowed_origins,
            open_platform=self.open_platform,
        )
