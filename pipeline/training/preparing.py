"""What to compare of accounts, and which of them, before a model is trained."""

from collections.abc import Sequence
from dataclasses import dataclass

from resolvers.accounts import AccountState
from resolvers.comparisons import Description, describe
from resolvers.policy import Policy
from resolvers.training import Plan, propose_blocking, propose_plan

MATCH_THRESHOLD = 2.0
REVIEW_THRESHOLD = 0.0
"""Bits, where blocking rules are proposed: weights are then log odds of the pairs these bring."""

_RECORD_ID = "crm_id"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Accounts as they are compared, the plan, and the policy with blocking rules."""

    accounts: list[Description]
    plan: Plan
    policy: Policy


def prepare(states: Sequence[AccountState], policy: Policy, plan: Plan | None) -> Prepared:
    """Take the plan and the policy's blocking rules, or propose what is missing.

    Raises:
        Fatal: when nothing can be proposed.
    """
    everything = [describe(state, policy, _comparable(state, policy)) for state in states]
    plan = plan or propose_plan(everything)
    if not policy.blocking:
        policy = Policy.model_validate(
            policy.model_dump()
            | {
                "blocking": propose_blocking(everything),
                "match_threshold": MATCH_THRESHOLD,
                "review_threshold": REVIEW_THRESHOLD,
            }
        )
    return Prepared(everything, plan, policy)


def _comparable(state: AccountState, policy: Policy) -> set[str]:
    """Traits, and the identifiers that more than one account of a person may have."""
    types = {key.type for key in state.identifiers if not policy.rule(key.type).unique}
    return (types | state.traits.keys()) - {_RECORD_ID}
