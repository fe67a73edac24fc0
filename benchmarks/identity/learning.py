"""The model for a data set, trained on its records without labels."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from resolvers.accounts import fold
from resolvers.comparisons import describe
from resolvers.criteria import Criteria
from resolvers.matching import load_model
from resolvers.policy import load_policy
from resolvers.training import candidate_pairs, load_plan, train
from schemas.event import CustomerEvent


def learn(
    events: Sequence[CustomerEvent], policy_file: Path | None, comparisons: Path | None
) -> Criteria:
    """The policy of a file, and a model trained on the events of as many accounts.

    Args:
        events: one of each account.
        policy_file: none: the shipped one.
        comparisons: what to compare, as YAML; none: the shipped model, as it is.
    """
    policy = load_policy(policy_file)
    if comparisons is None:
        return Criteria(policy, load_model())
    plan = load_plan(comparisons)
    read = {name for rule in policy.blocking for name in rule.fields}
    read |= {name for each in plan.comparisons for name in each.reads}
    accounts = [describe(fold(None, [event]), policy, read) for event in events]
    training = train(
        accounts,
        candidate_pairs(accounts, policy.blocking, policy.block_limit),
        plan,
        name="trained",
        trained_on="the data set itself, without labels",
        trained_at=datetime.now(UTC).date().isoformat(),
    )
    return Criteria(policy, training.model)
