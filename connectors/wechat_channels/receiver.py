"""A shop's callback, which also says that something is to be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.sdk.doorbell import Doorbell
from connectors.sdk.receiver import Received, Request
from connectors.wechat.message import message_of
from connectors.wechat.receiver import PushReceiver
from schemas.errors import Reject


@dataclass(frozen=True, slots=True)
class ShopReceiver:
    """Answers one shop's calls, and rings for the list that tells more of a push.

    Args:
        doorbells: how the names of events begin -> of the list that they are about.
    """

    pushes: PushReceiver
    doorbells: Mapping[str, Doorbell]
    max_body_bytes: int = 256 * 1024
    allowed_origins: tuple[str, ...] = ()

    def receive(self, request: Request) -> Received:
        """See `Receiver.receive`."""
        received = self.pushes.receive(request)
        for raw in received.raws:
            event = _event_of(raw.body_bytes)
            for beginning, doorbell in self.doorbells.items():
                if event.startswith(beginning):
                    doorbell.ring()
        return received


def _event_of(body: bytes) -> str:
    """The name of the event; empty where there is none that can be read."""
    try:
        return message_of(body).text("Event") or ""
    except Reject:
        return ""
