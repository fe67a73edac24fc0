"""One of the brand's accounts on Acme as configured."""

from typing import Literal

from connectors.sdk.source import Secret, Source
from pipeline.new_connector.webhook.acme.receiver import AcmeReceiver


class AcmeSource(Source):
    """Settings of one account. Callbacks go to `/acme/{name}`."""

    platform: Literal["acme"] = "acme"
    app_secret: Secret

    def receiver(self) -> AcmeReceiver:
        """What answers the callbacks."""
        return AcmeReceiver(self.source_account, self.app_secret.get_secret_value())
