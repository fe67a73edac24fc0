"""What Acme's events mean."""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

EVENT_TYPES: EventTypes = {
    "message": EventType.MESSAGE,
    "follow": EventType.FOLLOW,
    "ping": Ignored("Acme asks whether we are there"),
}
"""An event that is not listed becomes `custom` under its own name."""
