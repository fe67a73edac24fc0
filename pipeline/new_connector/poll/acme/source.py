"""One of the brand's accounts on Acme as configured."""

from typing import Literal

from pydantic import Field

from connectors.sdk.source import Secret, Source
from connectors.sdk.tokens import Tokens
from pipeline.new_connector.poll.acme.api import AcmeApi
from pipeline.new_connector.poll.acme.comments import CommentsPoller


class AcmeSource(Source):
    """Settings of one account."""

    platform: Literal["acme"] = "acme"
    app_id: str = Field(description="the app that the account is bound to")
    app_secret: Secret = Field(description="the app's secret")
    interval_seconds: float = Field(default=60, gt=0, description="between two rounds")
    base_url: str = "https://api.acme.example"

    def pollers(self, tokens: Tokens) -> tuple[CommentsPoller, ...]:
        """One, for the comments."""
        secret = self.app_secret.get_secret_value()
        api = AcmeApi(self.key, self.base_url, self.app_id, secret, tokens)
        return (CommentsPoller(api, self.source_account, self.interval_seconds),)
