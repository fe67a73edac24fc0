"""The criteria that the whole graph was last brought under."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from resolvers.store import tables


@dataclass(frozen=True, slots=True)
class Versions:
    """Of a policy and, where accounts are compared, of a match model."""

    policy: str
    model: str | None


class Applied:
    """What was applied, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def versions(self) -> Versions | None:
        """Those that were applied last; None where nothing ever was."""
        row = self._connection.execute(select(tables.applied_criteria)).first()
        return None if row is None else Versions(row.policy_version, row.model_version)

    def save(self, versions: Versions, at: int) -> None:
        """Note that the whole graph is under these, as of microseconds since 1970."""
        self._connection.execute(delete(tables.applied_criteria))
        self._connection.execute(
            tables.applied_criteria.insert(),
            {
                "policy_version": versions.policy,
                "model_version": versions.model,
                "applied_at": at,
            },
        )
