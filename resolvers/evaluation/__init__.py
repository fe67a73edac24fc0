"""How well accounts were joined into persons, against a known truth.

The measures are those of the record-linkage literature: pairwise precision and recall, B³ (Bagga
and Baldwin 1998, "Entity-Based Cross-Document Coreferencing Using the Vector Space Model"), and
the Rand index adjusted for chance (Hubert and Arabie 1985, "Comparing partitions").
"""

from resolvers.evaluation.clusters import BCubed, adjusted_rand, b_cubed
from resolvers.evaluation.pairs import PairScores, pair_scores

__all__ = ["BCubed", "PairScores", "adjusted_rand", "b_cubed", "pair_scores"]
