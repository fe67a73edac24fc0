"""A match model for accounts, and the policy it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.training.preparing import prepare
from resolvers.accounts import AccountState
from resolvers.policy import Linkage, Policy
from resolvers.training import Plan, Training, candidate_pairs, train


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of training. `policy` has blocking rules: those it was given, or proposed ones."""

    training: Training
    policy: Policy


_TYPED = ("national_id",)


def without_rules(shipped: Policy) -> Policy:
    """The shipped policy for any records; what it compares and how is for social accounts.

    Numbers that somebody typed are compared, and to differ in them speaks against a match in bits.
    A slip of the pen would otherwise keep a person's records apart whatever else they say.
    """
    typed = {
        name: rule.model_copy(update={"unique": False, "doubtful": True})
        for name, rule in shipped.identifiers.items()
        if name in _TYPED
    }
    return shipped.model_copy(
        update={
            "blocking": (),
            "linkage": Linkage(),
            "identifiers": {**shipped.identifiers, **typed},
        }
    )


def learn(states: Sequence[AccountState], policy: Policy, plan: Plan | None, name: str) -> Learned:
    """Train a model without labels; propose the plan and the blocking rules that are missing.

    Raises:
        Fatal: when nothing can be proposed, or there is nothing to learn from.
    """
    prepared = prepare(states, policy, plan)
    rules = prepared.policy
    training = train(
        prepared.accounts,
        candidate_pairs(prepared.accounts, rules.blocking, rules.block_limit),
        prepared.plan,
        name=name,
        trained_on=f"{len(states)} accounts, without labels",
        trained_at=datetime.now(UTC).date().isoformat(),
    )
    return Learned(training, rules)
