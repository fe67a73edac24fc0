"""The records of a set as a table, each field with one value, as the peers read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from resolvers.accounts import AccountState
from resolvers.comparisons import describe
from resolvers.criteria import Criteria


@dataclass(frozen=True, slots=True)
class Records:
    """`rows` by account, with what our own model compares; `sources` as so many files."""

    fields: list[str]
    rows: Mapping[str, Mapping[str, str]]

    @property
    def sources(self) -> dict[str, list[str]]:
        """The accounts of each file."""
        found: dict[str, list[str]] = {}
        for account in self.rows:
            found.setdefault(account.rpartition(":")[0], []).append(account)
        return found

    @classmethod
    def of(cls, states: Mapping[str, AccountState], criteria: Criteria) -> "Records":
        """What the criteria compare of the accounts."""
        fields = sorted(criteria.model.fields if criteria.model else ())
        return cls(
            fields,
            {
                account: {
                    name: values[0]
                    for name, values in describe(state, criteria.policy, fields).content.items()
                }
                for account, state in states.items()
            },
        )
