"""A blocking rule as the policy states it."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from resolvers.blocking.expression import Expression


def _parsed(text: str) -> str:
    Expression.parse(text)
    return text


ExpressionText = Annotated[str, AfterValidator(_parsed)]


class BlockingRule(BaseModel):
    """Which accounts are worth comparing: those with a key in common, from coarse to fine.

    `keys[0]` is the coarse key, a list of expressions (`resolvers.blocking.expression`). Each next
    key has the expressions of the one before and its own, whether they are repeated or not, so
    that accounts with a finer key in common have the coarser one in common too. It serves where
    the coarser block has too many accounts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    keys: Annotated[
        tuple[Annotated[tuple[ExpressionText, ...], Field(min_length=1)], ...],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _each_key_is_finer(self) -> Self:
        if not all(self.added):
            raise ValueError(
                "keys of which each next one has an expression that none before it has"
            )
        return self

    @cached_property
    def added(self) -> tuple[tuple[Expression, ...], ...]:
        """What each key adds to the one before."""
        known: set[str] = set()
        added = []
        for key in self.keys:
            added.append(tuple(Expression.parse(text) for text in key if text not in known))
            known.update(key)
        return tuple(added)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Every field that the rule reads."""
        return frozenset(
            name for key in self.added for expression in key for name in expression.fields
        )
