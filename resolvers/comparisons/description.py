"""What can be compared of an account."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Self

from resolvers.accounts import AccountState, held
from resolvers.policy import Policy

MOST_VALUES = 16
"""Of one field. An account that says more is described by those it stated last."""


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """Field name → its values, each field with at least one, sorted.

    Fields are names of traits and types of identifiers. Two descriptions are compared by
    `content`, which is also their compact form in the store.
    """

    content: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Description) and self.content == other.content

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.content.items())))

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field; none where nothing is known."""
        return self.content.get(name, ())

    def to_json(self) -> dict[str, list[str]]:
        """The content for a JSON column."""
        return {name: list(values) for name, values in self.content.items()}

    @classmethod
    def from_json(cls, content: Mapping[str, Collection[str]]) -> Self:
        """Read what `to_json` wrote."""
        return cls({name: tuple(values) for name, values in content.items()})


NOTHING = Description()
"""Of an account of which nothing can be compared."""


def describe(state: AccountState, policy: Policy, fields: Collection[str]) -> Description:
    """What the account says of the fields.

    A pure function of its arguments. A trait has one value; of an identifier type those values
    count that hold now, in whatever scope. Blank and blocked values are left out.
    """
    stated: dict[str, list[tuple[int, str]]] = {}
    for name, trait in state.traits.items():
        if name in fields and trait.value.strip() and not policy.is_blocked(name, trait.value):
            stated[name] = [(trait.at, trait.value)]
    for key, seen in held(state, policy).items():
        if key.type in fields and not policy.is_blocked(key.type, key.value):
            stated.setdefault(key.type, []).append((seen.last, key.value))
    return Description({name: _latest(values) for name, values in sorted(stated.items())})


def _latest(values: list[tuple[int, str]]) -> tuple[str, ...]:
    if len(values) == 1:
        return (values[0][1],)
    return tuple(sorted({value for _, value in sorted(values)[-MOST_VALUES:]}))
