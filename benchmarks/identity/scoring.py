"""Figures of profiles against the truth."""

from collections import Counter
from collections.abc import Hashable, Mapping

from benchmarks.report import Figures
from resolvers.evaluation import b_cubed, pair_scores

Partition = Mapping[str, Hashable]
"""Each account's person or profile."""


def figures_of(truth: Partition, found: Partition, prefix: str = "") -> Figures:
    """Pairs and B³."""
    pairs, cubes = pair_scores(truth, found), b_cubed(truth, found)
    return {
        f"{prefix}cluster_pair_precision": pairs.precision,
        f"{prefix}cluster_pair_recall": pairs.recall,
        f"{prefix}cluster_pair_f1": pairs.f1,
        f"{prefix}b_cubed_f1": cubes.f1,
    }


def judged(truth: Partition, found: Partition) -> Partition:
    """The accounts on which a list of pairs has a word: those it names, and who joined them.

    Such a list need not be whole. Two accounts that it does not name may be one person or two;
    an account that it names is that one's person whom it names, and nobody else's.
    """
    persons = Counter(truth.values())
    named = {account for account, person in truth.items() if persons[person] > 1}
    joined = {found[account] for account in named if account in found}
    return {
        account: person
        for account, person in truth.items()
        if account in named or found.get(account) in joined
    }
