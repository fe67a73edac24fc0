"""A batch of pairs of accounts, with the values of a field as numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resolvers.comparisons.description import Description

Reading = Callable[[Description], tuple[str, ...]]
"""What a comparison reads of an account: its values, ready to be compared."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The distinct values that the accounts of a batch have, in order.

    `codes[starts[a] : starts[a] + counts[a]]` are the places in `values` of account `a`'s values;
    those of accounts that say the same are in there once.
    """

    values: Sequence[str]
    codes: NDArray[np.int64]
    starts: NDArray[np.int64]
    counts: NDArray[np.int64]


class Pairs:
    """Pairs of descriptions. `left` and `right` are places in `accounts`, which are distinct.

    An account is mostly in many pairs, and a value in many accounts: each is read once.
    """

    def __init__(self, lefts: Sequence[Description], rights: Sequence[Description]) -> None:
        """Take pairs, the first of `lefts` with the first of `rights` and so on."""
        places: dict[int, int] = {}
        self.accounts: list[Description] = []
        self.left = self._placed(lefts, places)
        self.right = self._placed(rights, places)

    def __len__(self) -> int:
        return len(self.left)

    def read(self, fields: Sequence[str], reading: Reading) -> Readings:
        """What the accounts say to a comparison, which reads nothing but these fields.

        Many accounts say the same, or nothing; that is read once.
        """
        contents = [account.content for account in self.accounts]
        stated: list[object]
        if len(fields) == 1:
            (field,) = fields
            stated = [content.get(field) for content in contents]
        else:
            stated = [tuple([content.get(field) for field in fields]) for content in contents]
        example = dict(zip(stated, self.accounts, strict=True))
        read = [reading(account) for account in example.values()]
        values = sorted({value for each in read for value in each})
        places = {value: place for place, value in enumerate(values)}
        counts = np.array([len(each) for each in read], np.int64)
        codes = np.array([places[value] for each in read for value in each], np.int64)
        number = {each: place for place, each in enumerate(example)}
        said = np.array([number[each] for each in stated], np.int64)
        return Readings(values, codes, (np.cumsum(counts) - counts)[said], counts[said])

    def _placed(
        self, descriptions: Sequence[Description], places: dict[int, int]
    ) -> NDArray[np.int64]:
        placed = np.empty(len(descriptions), np.int64)
        for index, description in enumerate(descriptions):
            place = places.get(id(description))
            if place is None:
                place = places[id(description)] = len(self.accounts)
                self.accounts.append(description)
            placed[index] = place
        return placed
