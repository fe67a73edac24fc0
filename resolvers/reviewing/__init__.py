"""What persons decide: whether two accounts are one person or not."""

from resolvers.reviewing.pair import Decision, ReviewPair
from resolvers.reviewing.review import Review

__all__ = ["Decision", "Review", "ReviewPair"]
