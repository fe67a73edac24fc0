"""What is put to a person, and what a person said."""

from uuid import UUID

from resolvers.clustering import Verdict
from schemas.message import Message, UtcTime


class ReviewPair(Message, frozen=True, kw_only=True):
    """Two accounts that may be one person, `left` being the smaller id, with the match weight in
    bits that says so.
    """

    left: str
    right: str
    weight: float
    left_profile: UUID
    right_profile: UUID


class Decision(Message, frozen=True, kw_only=True):
    """What somebody decided on two accounts; without a verdict, to withdraw what was said."""

    left: str
    right: str
    verdict: Verdict | None
    by: str
    why: str
    at: UtcTime
