"""A peer at its best: pairs are joined from the threshold up that suits the truth best."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf

from benchmarks.report import Figures

LOWEST_BITS, HIGHEST_BITS = -4, 40

WeighedPair = tuple[str, str, float]
"""Two accounts, and how sure the peer is of their being one person, in bits."""


def at_best(
    accounts: Iterable[str],
    pairs: Sequence[WeighedPair],
    score: Callable[[Mapping[str, str]], Figures],
) -> Figures:
    """The figures at the threshold of the best pair-F1, and that threshold in bits.

    Clusters are the connected components, as the peers make them. The peer is told the truth
    here, and ours is not.
    """
    parents = {account: account for account in accounts}

    def root(account: str) -> str:
        while parents[account] != account:
            parents[account] = account = parents[parents[account]]
        return account

    best: Figures = {"cluster_pair_f1": -inf}
    waiting = sorted(pairs, key=lambda pair: pair[2])
    for threshold in range(HIGHEST_BITS, LOWEST_BITS - 1, -1):
        while waiting and waiting[-1][2] >= threshold:
            left, right, _ = waiting.pop()
            parents[root(left)] = root(right)
        figures = score({account: root(account) for account in parents})
        if figures["cluster_pair_f1"] > best["cluster_pair_f1"]:
            best = {**figures, "threshold_bits": threshold}
    return best
