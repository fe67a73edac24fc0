"""Why two accounts are one person, or are not."""

from resolvers.explaining.explanation import Explanation
from resolvers.explaining.why import explain

__all__ = ["Explanation", "explain"]
