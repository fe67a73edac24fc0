"""What a file of comments holds."""

from connectors.sdk.files.manifest import KIND as MANIFEST
from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

COMMENT = "comment"

EVENT_TYPES: EventTypes = {
    COMMENT: EventType.COMMENT,
    MANIFEST: Ignored("file manifest"),
}
