"""What the match model says of two accounts, and whether they are compared at all."""

from typing import Any

from resolvers.blocking import Standing
from resolvers.candidates import measure
from resolvers.comparisons import Description
from resolvers.criteria import Criteria
from resolvers.matching import MatchModel, weigh
from resolvers.store import Transaction
from schemas.identity import Evidence, EvidenceKind

Described = tuple[str, Description]
"""An account's id, and what can be compared of it."""


def details_of(
    criteria: Criteria, model: MatchModel, left: Described, right: Described
) -> Evidence:
    """The weight of two accounts, comparison by comparison; of values nothing but shapes."""
    weighing = weigh(model, left[1], right[1])
    return Evidence(
        kind=EvidenceKind.PROBABILISTIC,
        left=left[0],
        right=right[0],
        rule=model.name,
        weight=weighing.weight,
        details={
            "prior": weighing.prior,
            "comparisons": [
                {
                    "name": part.name,
                    "level": part.level,
                    "bits": part.bits,
                    "adjustment": part.adjustment,
                    "left": list(part.left),
                    "right": list(part.right),
                    **({"implied_by": part.implied_by} if part.implied_by else {}),
                }
                for part in weighing.parts
            ],
            "match_threshold": criteria.policy.effective_match_threshold,
            "review_threshold": criteria.policy.effective_review_threshold,
            "raised_by": criteria.policy.raised_by,
            "model_version": model.version,
        },
    )


def compared_directly(
    transaction: Transaction,
    criteria: Criteria,
    model: MatchModel,
    left: Described,
    right: Described,
) -> Evidence:
    """The weight of two accounts with the blocks they share, whether or not it is evidence.

    `details["refused"]` says why it is none: `apart` when they share no block, `oversized` when
    they share only such as are too large, `light` when the weight is below
    `effective_match_threshold`.
    """
    blocks, is_open = _shared_blocks(transaction, criteria, left[1], right[1])
    evidence = details_of(criteria, model, left, right)
    refused = None
    if not blocks:
        refused = "apart"
    elif not is_open:
        refused = "oversized"
    elif evidence.weight is None or evidence.weight < criteria.policy.effective_match_threshold:
        refused = "light"
    details = evidence.details | {"blocks": blocks, "block_limit": criteria.policy.block_limit}
    return evidence.but(details=details | ({} if refused is None else {"refused": refused}))


def _shared_blocks(
    transaction: Transaction, criteria: Criteria, left: Description, right: Description
) -> tuple[list[dict[str, Any]], bool]:
    """The measured blocks that both are in, with sizes counted as far as needed."""
    others = {key.value for key in criteria.keys(right)}
    shared = [key for key in criteria.keys(left) if key.value in others]
    standing = Standing(criteria.policy.block_limit, (), ())
    measure(transaction, standing, shared)
    blocks: list[dict[str, Any]] = [
        {"rule": key.rule, "depth": key.depth, "accounts": standing.size(key)}
        for key in shared
        if standing.is_open(key) or standing.is_oversized(key)
    ]
    return blocks, any(map(standing.is_open, shared))
