"""How well profiles agree with a known truth, now and at other thresholds."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from resolvers.criteria import Criteria
from resolvers.evaluation import BCubed, PairScores, b_cubed, pair_scores
from resolvers.recomputing.changing import scratch_copy
from resolvers.recomputing.recompute import Progress, recluster, reindex
from resolvers.store import IdentityStore, Transaction

Truth = Mapping[str, Hashable]
"""The person of each account that is known."""


@dataclass(frozen=True, slots=True)
class ThresholdScores:
    """Agreement with the truth where `threshold`, in bits, is the `match_threshold` of the policy.

    Its population raises that, if it has one, as when the policy is followed.
    """

    threshold: float
    pairs: PairScores
    cubes: BCubed


def unknown_accounts(store: IdentityStore, truth: Truth) -> set[str]:
    """Accounts of the truth that the store does not have.

    Raises:
        Retry: when the store is away.
    """
    return truth.keys() - store.read(lambda transaction: transaction.whole.profiles_of(truth))


def scores_now(store: IdentityStore, criteria: Criteria, truth: Truth) -> ThresholdScores:
    """The profiles as they are. `truth` is not empty.

    Raises:
        Retry: when the store is away.
    """
    threshold = criteria.policy.match_threshold
    return store.read(lambda transaction: _scores(transaction, threshold, truth))


def scores_at(
    store: IdentityStore,
    criteria: Criteria,
    truth: Truth,
    thresholds: Iterable[float],
    *,
    now: datetime,
    on_progress: Progress = lambda _: None,
    folder: Path | None = None,
) -> Iterator[ThresholdScores]:
    """What the profiles would be at each of the thresholds. The store is only read.

    Everything is computed on a copy, on disk in `folder` (`try_criteria` tells more of it).

    Raises:
        Retry: when the store is away.
    """
    wanted = sorted(thresholds)
    policy = criteria.policy
    weighed = _with_thresholds(criteria, wanted[0], min(wanted[0], policy.review_threshold))
    with scratch_copy(store, on_progress, folder) as scratch:
        scratch.write(lambda transaction: reindex(transaction, weighed, on_progress))
        for threshold in wanted:
            tried = _with_thresholds(criteria, threshold, weighed.policy.review_threshold)

            def compute(
                transaction: Transaction, tried: Criteria = tried, threshold: float = threshold
            ) -> ThresholdScores:
                for _ in recluster(transaction, tried, now, on_progress):
                    pass
                return _scores(transaction, threshold, truth)

            yield scratch.write(compute)


def _with_thresholds(criteria: Criteria, match: float, review: float) -> Criteria:
    policy = criteria.policy.model_copy(
        update={"match_threshold": match, "review_threshold": review}
    )
    return Criteria(policy, criteria.model)


def _scores(transaction: Transaction, threshold: float, truth: Truth) -> ThresholdScores:
    found = transaction.whole.profiles_of(truth)
    return ThresholdScores(threshold, pair_scores(truth, found), b_cubed(truth, found))
