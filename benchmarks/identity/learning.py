"""What decides who is who in a data set: given in files, or learned as `guiyi train` does."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.training import learn, without_rules
from resolvers.accounts import AccountState, fold
from resolvers.criteria import Criteria
from resolvers.matching import load_model
from resolvers.policy import load_policy
from resolvers.training import load_plan
from schemas.event import CustomerEvent


def criteria_of(
    states: Mapping[str, AccountState],
    policy_file: Path | None,
    comparisons: Path | None,
    model_file: Path | None,
) -> Criteria:
    """The policy of a file, and the model of another or one trained on the accounts.

    Args:
        states: the accounts of the whole set.
        policy_file: none: the shipped one, but for its blocking rules; whatever policy has none
            gets those that are proposed.
        comparisons: what to train, as YAML; none: what is proposed.
        model_file: a trained model; none: train one, without labels.
    """
    policy = load_policy(policy_file) if policy_file else without_rules(load_policy())
    if model_file is not None:
        return Criteria(policy, load_model(model_file))
    plan = load_plan(comparisons) if comparisons else None
    learned = learn(list(states.values()), policy, plan, name="trained")
    return Criteria(learned.policy, learned.training.model)


def states_of(events: Sequence[CustomerEvent]) -> dict[str, AccountState]:
    """Each account as its events leave it, in the order of the ids."""
    by_account: dict[str, list[CustomerEvent]] = {}
    for event in events:
        by_account.setdefault(event.account.account_id, []).append(event)
    return {account: fold(None, by_account[account]) for account in sorted(by_account)}
