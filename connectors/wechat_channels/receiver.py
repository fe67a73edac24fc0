"""A shop's callback, which also says that something is to be asked for."""

from dataclasses import dataclass

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.receiver import Received, Request
from connectors.wechat.receiver import PushReceiver


@dataclass(frozen=True, slots=True)
class ShopReceiver:
    """Answers one shop's calls, and rings for the pollers at each push."""

    pushes: PushReceiver
    doorbells: tuple[Doorbell, ...]
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """See `Receiver.receive`."""
        received = self.pushes.receive(request)
        if received.raws:
            for doorbell in self.doorbells:
                doorbell.ring()
        return received
