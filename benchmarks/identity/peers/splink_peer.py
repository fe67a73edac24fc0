"""Splink on DuckDB, trained without labels as its tutorial does."""

import logging
from collections.abc import Iterator

import pandas as pd
import splink.comparison_library as library
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.identity.peers.best import LOWEST_BITS, WeighedPair
from benchmarks.identity.peers.records import Records
from benchmarks.identity.peers.settings import Key, PeerSettings, Similarity, part_of

_MOST_RANDOM_PAIRS = 1e6
_SEED = 1
_RECALL = 0.7
"""What the rules are thought to find of all matches, as in Splink's tutorial."""


def weighed_pairs(records: Records, settings: PeerSettings) -> Iterator[WeighedPair]:
    """The pairs that the blocks bring together, between files where there are several."""
    database = DuckDBAPI()
    tables = [
        database.register(
            pd.DataFrame(
                [{"account": each, **records.rows[each]} for each in accounts],
                columns=["account", *records.fields],
            )
        )
        for accounts in records.sources.values()
    ]
    rules = [_rule(key) for key in settings.block]
    linker = Linker(
        tables if len(tables) > 1 else tables[0],
        SettingsCreator(
            link_type="link_only" if len(tables) > 1 else "dedupe_only",
            unique_id_column_name="account",
            comparisons=[_comparison(each) for each in settings.compare],
            blocking_rules_to_generate_predictions=rules,
        ),
        log_level=logging.ERROR,
    )
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [_rule(key) for key in settings.train], recall=_RECALL
    )
    training.estimate_u_using_random_sampling(max_pairs=_MOST_RANDOM_PAIRS, seed=_SEED)
    for key in settings.train:
        training.estimate_parameters_using_expectation_maximisation(_rule(key))
    found = linker.inference.predict(threshold_match_weight=LOWEST_BITS).as_pandas_dataframe()
    columns = found[["account_l", "account_r", "match_weight"]]
    for left, right, bits in columns.itertuples(index=False):
        yield left, right, float(bits)


def _rule(key: Key) -> object:
    parts = [part_of(each) for each in key]
    return block_on(
        *(
            field if letters is None else f"substr({field}, 1, {letters})"
            for field, letters in parts
        )
    )


def _comparison(similarity: Similarity) -> object:
    field, thresholds = similarity.field, list(similarity.thresholds)
    match similarity.kind:
        case "jaro_winkler":
            return library.JaroWinklerAtThresholds(field, thresholds)
        case "edits":
            return library.DamerauLevenshteinAtThresholds(field, [int(each) for each in thresholds])
        case "exact":
            return library.ExactMatch(field)
