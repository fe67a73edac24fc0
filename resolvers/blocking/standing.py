"""How full blocks are, now and before the changes of a transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping

from resolvers.blocking.keys import BlockKey


class Standing:
    """Which blocks are open: those that fit the limit while the coarser block does not.

    Accounts are worth comparing when they are together in an open block. A block inside of one
    that fits says nothing more, so it is neither measured nor open.
    """

    def __init__(self, limit: int, gained: Iterable[int], lost: Iterable[int]) -> None:
        """Start with nothing measured.

        Args:
            limit: a larger block is oversized.
            gained: blocks that accounts came into, once for each.
            lost: blocks that accounts left, once for each.
        """
        self._limit = limit
        self._gained = Counter(gained)
        self._lost = Counter(lost)
        self._sizes: dict[int, int] = {}

    @property
    def most(self) -> int:
        """As far as sizes must be counted to tell how they stand now and stood before."""
        return self._limit + 1 + max(self._gained.values(), default=0)

    def measure(self, sizes: Mapping[int, int]) -> None:
        """Note the sizes that blocks have now, counted to `most`."""
        self._sizes |= sizes

    def matters(self, key: BlockKey) -> bool:
        """Whether the block has to be measured; the coarser ones are already."""
        coarser = key.coarser
        return coarser is None or (coarser in self._sizes and not self._fits(coarser))

    def size(self, key: BlockKey) -> int:
        """Accounts in a measured block, counted to `most`."""
        return self._sizes[key.value]

    def is_open(self, key: BlockKey) -> bool:
        return (
            key.value in self._sizes
            and self._fits(key.value)
            and (key.coarser is None or not self._fits(key.coarser))
        )

    def was_open(self, key: BlockKey) -> bool:
        return (
            key.value in self._sizes
            and self._fitted(key.value)
            and (key.coarser is None or not self._fitted(key.coarser))
        )

    def is_oversized(self, key: BlockKey) -> bool:
        return key.value in self._sizes and not self._fits(key.value)

    def was_oversized(self, key: BlockKey) -> bool:
        return key.value in self._sizes and not self._fitted(key.value)

    def _fits(self, block: int) -> bool:
        return self._sizes[block] <= self._limit

    def _fitted(self, block: int) -> bool:
        return self._sizes[block] - self._gained[block] + self._lost[block] <= self._limit
