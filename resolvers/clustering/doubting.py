"""What the accounts of two clusters say of each other, beside a value that they share."""

from collections.abc import Iterable, Sequence
from itertools import product, zip_longest

from resolvers.clustering.component import PairWeight


class Doubting:
    """The match weights between accounts, for a look at what linking values say.

    Families share phones and browsers. Whoever shares one and says that he is somebody else is.
    """

    def __init__(self, weights: Iterable[PairWeight]) -> None:
        """Take the weights of all pairs that have a say."""
        self._weights = {(each.left, each.right): each for each in weights}

    def weight(self, left: str, right: str) -> float:
        """Of two accounts, in bits; 0 where none is known."""
        known = self._weights.get((min(left, right), max(left, right)))
        return 0.0 if known is None else known.weight

    def knows(self, lefts: Sequence[str], rights: Sequence[str]) -> bool:
        """Whether it is known what the weights between both sides are made of."""
        pairs = ((min(pair), max(pair)) for pair in product(lefts, rights))
        return any(self._weights[pair].parts for pair in pairs if pair in self._weights)

    def says(self, lefts: Sequence[str], rights: Sequence[str]) -> float:
        """What the accounts of the one side and of the other say together, in bits.

        Of each comparison the most that it says for one person and the most that it says against
        count, once each: five accounts that give one phone give one phone. 0 where no weight is
        known.
        """
        pairs = ((min(pair), max(pair)) for pair in product(lefts, rights))
        said = [self._weights[pair].says for pair in pairs if pair in self._weights]
        columns = zip_longest(*said, fillvalue=0.0)
        return sum(max(0.0, *bits) + min(0.0, *bits) for bits in columns)
