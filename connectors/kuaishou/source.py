"""One app on Kuaishou as configured."""

from typing import Literal

from pydantic import Field

from connectors.kuaishou.receiver import KuaishouReceiver
from connectors.sdk.source import Secret, Source


class KuaishouSource(Source):
    """Settings of one app: for live rooms 弹幕玩法, for a shop 快手小店, or for both."""

    platform: Literal["kuaishou"] = "kuaishou"
    app_id: str = Field(
        pattern=r"^\w+$", description="app_id, or appkey of a shop's app; the scope of user ids"
    )
    app_secret: Secret = Field(description="app_secret; webhooks are signed by it")

    @property
    def source_account(self) -> str:
        """The app."""
        return self.app_id

    def receiver(self) -> KuaishouReceiver:
        """What answers the app's webhooks."""
        return KuaishouReceiver(self.app_id, self.app_secret.get_secret_value())
