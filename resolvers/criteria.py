"""Everything that decides who is who."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from resolvers.accounts import AccountState
from resolvers.assignment import Cause
from resolvers.blocking import BlockKey, blocking_keys
from resolvers.comparisons import Description, describe
from resolvers.matching import MatchModel
from resolvers.policy import Policy
from resolvers.store import Versions


@dataclass(frozen=True)
class Criteria:
    """The policy and, for probabilistic evidence, the match model.

    Without a model, or without blocking rules in the policy, no accounts are compared.
    """

    stated: Policy
    model: MatchModel | None = None

    @cached_property
    def policy(self) -> Policy:
        """The policy, with thresholds for the number of accounts.

        Raises:
            ValueError: when it has a population, and the model says none.
        """
        if self.comparing is None:
            return self.stated
        return self.stated.for_model_from(self.comparing.population)

    @cached_property
    def comparing(self) -> MatchModel | None:
        """The model by which accounts are compared; None when none are."""
        return self.model if self.stated.blocking else None

    @property
    def population(self) -> int | None:
        """Among how many accounts weights mean what they say, where that is known."""
        model = self.comparing
        return self.stated.population or (None if model is None else model.population)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Everything that the model or a blocking rule reads of an account."""
        read = frozenset[str]() if self.model is None else frozenset(self.model.fields)
        return read.union(*(rule.fields for rule in self.policy.blocking))

    @property
    def versions(self) -> Versions:
        """Of the policy and the model, to tell whether two criteria are the same."""
        model = self.comparing
        return Versions(self.policy.version, None if model is None else model.version)

    def cause(self, now: datetime, events: Mapping[str, Sequence[UUID]]) -> Cause:
        """What identity changes are said to come from, by these criteria at this time."""
        model = self.comparing
        return Cause(now, self.policy.version, events, None if model is None else model.version)

    def describe(self, state: AccountState) -> Description:
        return describe(state, self.policy, self.fields)

    def keys(self, description: Description) -> tuple[BlockKey, ...]:
        """The blocks that a described account is in."""
        return blocking_keys(description.content, self.policy.blocking)
