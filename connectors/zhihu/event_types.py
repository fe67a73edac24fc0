"""What Zhihu's comments mean."""

from collections.abc import Mapping

from connectors.sdk.platform import EventTypes
from connectors.sdk.reading import Ignored
from schemas.event import EventType

COMMENTS: Mapping[str, EventType] = {
    "comment": EventType.COMMENT,
    "reply": EventType.COMMENT,
    "reply of the brand": EventType.REPLY,
}
"""A comment on the brand's content, one that answers another, the brand's answer to somebody."""

OWN = Ignored("a comment of the brand itself, to no customer")
ANSWERS = Ignored("summaries of answers, which do not say who wrote them")
ERROR = Ignored("an error of the interface; the poller acts on it")

EVENT_TYPES: EventTypes = {
    **COMMENTS,
    "comment of the brand": OWN,
    "question_answers": ANSWERS,
    "error": ERROR,
}
