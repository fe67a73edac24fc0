"""The policy: per identifier type its strength, priority and limits; blocked values; thresholds."""

import hashlib
import json
import re
from enum import StrEnum
from functools import cached_property
from math import log2
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from resolvers.blocking import BlockingRule


def _compilable(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"a regular expression: {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_compilable)]


class Strength(StrEnum):
    """A shared strong identifier links accounts by itself; a weak one never does."""

    STRONG = "strong"
    WEAK = "weak"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class IdentifierRule(_Section):
    """How one type of identifier speaks.

    `priority`: lower speaks first. `unique`: a person has one value in a scope, so two different
    values keep accounts apart, and an account's newer value replaces its older one.
    `max_accounts`: a value more accounts share is generic and says nothing. `max_values`: a
    profile never gathers more values of one scope, and an account that alone holds more says
    nothing with them. `doubtful`: a shared value does not link those whose match weights say that
    they are two persons.
    """

    strength: Strength
    priority: int = Field(default=1000, ge=0)
    unique: bool = False
    doubtful: bool = False
    max_accounts: int = Field(default=20, ge=2)
    max_values: int = Field(default=50, ge=1)
    blocked: tuple[Pattern, ...] = ()


class Linkage(_Section):
    """How much one pair of accounts may say when clusters are joined, in bits.

    `most_for` for their being one person, `most_against` against it.
    """

    most_for: float = Field(default=10.0, gt=0)
    most_against: float = Field(default=3.0, ge=0)


class Policy(_Section):
    """The whole policy. Patterns are searched in the normalized value; anchor them with ^ and $.

    `match_threshold` and `review_threshold` are match weights in bits: evidence at or above the
    first links, between the two a person decides. They are for the model's own population; where
    `population`, the accounts there are to be, is another, `effective_match_threshold` and
    `effective_review_threshold` stand for them. `blocking` says which accounts are compared at all;
    without rules none are. A block with more than `block_limit` accounts says nothing by itself. Of
    more than `max_component_accounts` accounts that evidence connects, only heavier weights count
    as connecting (`resolvers.clustering.parts`).
    """

    identifiers: dict[str, IdentifierRule]
    default: IdentifierRule
    blocked: tuple[Pattern, ...] = ()
    max_accounts_per_profile: int = Field(ge=1)
    match_threshold: float
    review_threshold: float
    population: Annotated[int, Field(ge=2)] | None = None
    blocking: tuple[BlockingRule, ...] = ()
    block_limit: int = Field(default=50, ge=2)
    max_component_accounts: int = Field(default=200, ge=2)
    linkage: Linkage = Linkage()
    _raised_by: float = PrivateAttr(0.0)

    @model_validator(mode="after")
    def _thresholds_are_ordered(self) -> Self:
        if self.review_threshold > self.match_threshold:
            raise ValueError("a review_threshold that is not above match_threshold")
        return self

    @model_validator(mode="after")
    def _blocking_rules_have_names_of_their_own(self) -> Self:
        if len({rule.name for rule in self.blocking}) < len(self.blocking):
            raise ValueError("blocking rules that each have a name of their own")
        return self

    def for_model_from(self, population: int | None) -> Self:
        """The policy, of the same version, for a model that is from so many accounts.

        Who agree by chance are the more, the more accounts there are, while nobody gets more
        accounts of his own: with their number the odds of a pair that agrees fall in proportion.
        So the bits that it takes rise by its logarithm; weights stay what they are.

        Raises:
            ValueError: when the policy has a population, and the model says none.
        """
        if self.population is None:
            return self
        if population is None:
            raise ValueError("a match model that says its population")
        policy = self.model_copy()
        policy._raised_by = log2(self.population / population)  # noqa: SLF001 (a copy of this one)
        return policy

    @property
    def raised_by(self) -> float:
        """Bits that both thresholds are higher than in the file."""
        return self._raised_by

    @property
    def effective_match_threshold(self) -> float:
        """From how many bits on evidence links, among as many accounts as there are."""
        return self.match_threshold + self._raised_by

    @property
    def effective_review_threshold(self) -> float:
        """From how many bits on evidence is kept, among as many accounts as there are."""
        return self.review_threshold + self._raised_by

    @cached_property
    def version(self) -> str:
        """Twelve hex digits of the SHA-256 of the content: equal policies, equal versions."""
        # A file without one keeps the version that it had before there were populations.
        unsaid = {"population"} if self.population is None else None
        stated = self.model_dump(mode="json", exclude=unsaid)
        content = json.dumps(stated, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def rule(self, identifier_type: str) -> IdentifierRule:
        """The rule of a type; `default` where the policy names none."""
        return self.identifiers.get(identifier_type, self.default)

    def is_blocked(self, identifier_type: str, value: str) -> bool:
        """Whether the value is nobody's, such as a test number. It neither links nor vetoes."""
        patterns = self._patterns.get(identifier_type, self._default_patterns)
        return any(pattern.search(value) for pattern in patterns)

    @cached_property
    def least_max_values(self) -> int:
        """The smallest `max_values` of all rules."""
        return min(rule.max_values for rule in (self.default, *self.identifiers.values()))

    @cached_property
    def _patterns(self) -> dict[str, tuple[re.Pattern[str], ...]]:
        return {name: self._compiled(rule) for name, rule in self.identifiers.items()}

    @cached_property
    def _default_patterns(self) -> tuple[re.Pattern[str], ...]:
        return self._compiled(self.default)

    def _compiled(self, rule: IdentifierRule) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in (*self.blocked, *rule.blocked))
