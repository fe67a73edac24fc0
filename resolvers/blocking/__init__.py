"""Which accounts are worth comparing."""

from resolvers.blocking.keys import BlockKey, blocking_keys
from resolvers.blocking.rule import BlockingRule
from resolvers.blocking.standing import Standing

__all__ = ["BlockKey", "BlockingRule", "Standing", "blocking_keys"]
