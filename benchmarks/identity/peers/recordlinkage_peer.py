"""recordlinkage: binary agreements, and its own expectation-conditional maximization."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import recordlinkage

from benchmarks.identity.peers.best import WeighedPair
from benchmarks.identity.peers.records import Records
from benchmarks.identity.peers.settings import PeerSettings, Similarity, part_of

_AGREEING = 0.85
"""The least similarity that counts as agreement; recordlinkage's examples have it."""

_SUREST = 1e-15


def weighed_pairs(records: Records, settings: PeerSettings) -> Iterator[WeighedPair]:
    """The pairs that the blocks bring together, between files where there are several."""
    frames = [_frame(records, accounts, settings) for accounts in records.sources.values()]
    index = recordlinkage.Index()
    for key in settings.block:
        index.block(list(key))
    compare = recordlinkage.Compare()
    for similarity in settings.compare:
        _add(compare, similarity)
    pairs = index.index(*frames)
    vectors = compare.compute(pairs, *frames)
    classifier = recordlinkage.ECMClassifier()
    classifier.fit(vectors)
    sure = classifier.prob(vectors).clip(_SUREST, 1 - _SUREST)
    for (left, right), bits in np.log2(sure / (1 - sure)).items():
        yield left, right, float(bits)


def _frame(records: Records, accounts: list[str], settings: PeerSettings) -> pd.DataFrame:
    frame = pd.DataFrame(
        [records.rows[account] for account in accounts], index=accounts, columns=records.fields
    )
    for expression in {each for key in settings.block for each in key}:
        field, letters = part_of(expression)
        if letters is not None:
            frame[expression] = frame[field].str[:letters]
    return frame


def _add(compare: recordlinkage.Compare, similarity: Similarity) -> None:
    field = similarity.field
    if similarity.kind == "exact":
        compare.exact(field, field, label=field)
    else:
        method = "jarowinkler" if similarity.kind == "jaro_winkler" else "damerau_levenshtein"
        compare.string(field, field, method=method, threshold=_AGREEING, label=field)
