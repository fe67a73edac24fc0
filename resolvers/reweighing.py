"""Match weights kept as they have to be: those of the candidate pairs, by the current states."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from resolvers.candidates import Candidates, Redescribed, find_candidates, unsupported
from resolvers.comparisons import Description
from resolvers.criteria import Criteria
from resolvers.matching import MatchModel, score
from resolvers.resolution import Comparing
from resolvers.store import Pair, Transaction


@dataclass(frozen=True, slots=True)
class Reweighed:
    """What is known after weighing, already written to the store.

    `changed` are the accounts that say something else of themselves than before. `weights` are
    those of all pairs that were scored, however light. `descriptions` are of all accounts that
    were looked at, as they are now. `disturbed` are accounts that a weight from
    `effective_match_threshold` up connected before or connects now, where it is not the same.
    """

    changed: Collection[str] = ()
    weights: Mapping[Pair, float] = field(default_factory=dict)
    descriptions: Mapping[str, Description] = field(default_factory=dict)
    disturbed: frozenset[str] = frozenset()
    comparing: Comparing = field(default_factory=Comparing)


def reweigh(
    transaction: Transaction,
    criteria: Criteria,
    model: MatchModel,
    redescribed: Mapping[str, Redescribed],
) -> Reweighed:
    """Bring blocks, descriptions and weights up to what the accounts now say of themselves.

    Afterwards the store has exactly the weights from `review_threshold` up of the pairs that are
    together in an open block. Takes a fixed number of statements however many accounts there are.
    """
    descriptions = {account: change.now for account, change in redescribed.items()}
    transaction.descriptions.save(descriptions)
    candidates = find_candidates(transaction, criteria, redescribed)
    pairs = candidates.pairs | candidates.emptied
    stored = _stored(transaction, redescribed, candidates)
    crowded = _crowded(stored, candidates)
    missing = {each for pair in (*pairs, *crowded) for each in pair} - descriptions.keys()
    if missing:
        descriptions |= transaction.descriptions.of(missing)
    weights = score_pairs(model, pairs, descriptions)
    kept = {
        pair: weight
        for pair, weight in weights.items()
        if weight >= criteria.policy.effective_review_threshold
    }
    gone = {
        pair
        for pair in stored
        if pair not in kept and (pair[0] in redescribed or pair[1] in redescribed)
    }
    if crowded:
        gone |= unsupported(transaction, criteria, crowded, descriptions)
    written = {pair: weight for pair, weight in kept.items() if stored.get(pair) != weight}
    transaction.weights.save(written, gone)
    heavy = criteria.policy.effective_match_threshold
    disturbed = [pair for pair in gone | written.keys() if stored.get(pair, heavy - 1) >= heavy]
    disturbed += [pair for pair, weight in written.items() if weight >= heavy]
    return Reweighed(
        changed=redescribed.keys(),
        weights=weights,
        descriptions=descriptions,
        disturbed=frozenset(account for pair in disturbed for account in pair),
        comparing=Comparing(
            compared=len(pairs),
            kept=len(written),
            withdrawn=len(gone),
            left_out=candidates.left_out,
        ),
    )


def score_pairs(
    model: MatchModel, pairs: Collection[Pair], descriptions: Mapping[str, Description]
) -> dict[Pair, float]:
    """The weight of each pair, in bits."""
    if not pairs:
        return {}
    weights = score(
        model,
        [descriptions[left] for left, _ in pairs],
        [descriptions[right] for _, right in pairs],
    )
    return dict(zip(pairs, weights.tolist(), strict=True))


def _stored(
    transaction: Transaction, redescribed: Mapping[str, Redescribed], candidates: Candidates
) -> dict[Pair, float]:
    """The weights stored so far that may have to change."""
    concerned = {each for each, change in redescribed.items() if change.before is not None}
    concerned.update(*candidates.filled, *candidates.emptied)
    return transaction.weights.about(concerned) if concerned else {}


def _crowded(stored: Mapping[Pair, float], candidates: Candidates) -> set[Pair]:
    """The weighed pairs in blocks that have just become oversized."""
    together: dict[str, set[int]] = {}
    for number, accounts in enumerate(candidates.filled):
        for account in accounts:
            together.setdefault(account, set()).add(number)
    none: set[int] = set()
    return {
        (left, right)
        for left, right in stored
        if together.get(left, none) & together.get(right, none)
    }
