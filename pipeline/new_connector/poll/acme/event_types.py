"""What Acme's comments mean."""

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

DELETED = Ignored("deleted by its author")

EVENT_TYPES: EventTypes = {
    "comment": EventType.COMMENT,
    "comment deleted": DELETED,
}
