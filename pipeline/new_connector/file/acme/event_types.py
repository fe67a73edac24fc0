"""What Acme's rows mean."""

from connectors.sdk.platform import EventTypes
from schemas.event import EventType

EVENT_TYPES: EventTypes = {"answer": EventType.SURVEY_ANSWER}
