"""Whether the accounts of two clusters contradict what they share."""

from collections.abc import Iterable, Sequence
from itertools import product

from resolvers.clustering.component import PairWeight


class Doubting:
    """The match weights between accounts, for a look at what linking values say.

    Families share phones and browsers. Whoever shares one and says that he is somebody else is.
    """

    def __init__(self, weights: Iterable[PairWeight]) -> None:
        """Take the weights of all pairs that have a say."""
        self._weights = {(each.left, each.right): each.weight for each in weights}

    def contradicted(self, lefts: Sequence[str], rights: Sequence[str]) -> bool:
        """Whether the mean weight between accounts of the one and the other side is below 0.

        Pairs of which no weight is known have no say.
        """
        return bool(self._weights) and self._total(lefts, rights) < 0

    def confirmed(self, lefts: Sequence[str], rights: Sequence[str]) -> bool:
        """Whether that mean is above 0."""
        return bool(self._weights) and self._total(lefts, rights) > 0

    def _total(self, lefts: Sequence[str], rights: Sequence[str]) -> float:
        pairs = ((min(pair), max(pair)) for pair in product(lefts, rights))
        return sum(sorted(self._weights.get(pair, 0.0) for pair in pairs))
