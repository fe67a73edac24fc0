"""Which pairs of accounts a model is trained on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from resolvers.blocking import BlockingRule, blocking_keys
from resolvers.comparisons import Description

Places = NDArray[np.int64]
"""Places of accounts in a sequence."""


def candidate_pairs(
    accounts: Sequence[Description], rules: Sequence[BlockingRule], block_limit: int
) -> tuple[Places, Places]:
    """The pairs that are compared when all these accounts are stored, each once, in order."""
    members: dict[int, list[int]] = {}
    coarser: dict[int, int | None] = {}
    for place, account in enumerate(accounts):
        for key in blocking_keys(account.content, rules):
            members.setdefault(key.value, []).append(place)
            coarser[key.value] = key.coarser
    sizes = {block: len(set(places)) for block, places in members.items()}
    found = [np.empty(0, np.int64)]
    for block, places in members.items():
        above = coarser[block]
        if 1 < sizes[block] <= block_limit and (above is None or sizes[above] > block_limit):
            inside = np.unique(np.asarray(places))
            left, right = np.triu_indices(len(inside), 1)
            found.append(inside[left] * len(accounts) + inside[right])
    lefts, rights = np.divmod(np.unique(np.concatenate(found)), max(len(accounts), 1))
    return lefts, rights


def random_pairs(accounts: int, pairs: int, seed: int) -> tuple[Places, Places]:
    """About as many pairs of two different of the accounts; the same for the same seed."""
    generator = np.random.default_rng(seed)
    lefts, rights = generator.integers(0, accounts, (2, pairs))
    different = lefts != rights
    return lefts[different], rights[different]


def thinned(pairs: tuple[Places, Places], most: int, seed: int) -> tuple[Places, Places]:
    """At most so many of the pairs, taken at random, in their order."""
    lefts, rights = pairs
    if len(lefts) <= most:
        return pairs
    taken = np.sort(np.random.default_rng(seed).choice(len(lefts), most, replace=False))
    return lefts[taken], rights[taken]
