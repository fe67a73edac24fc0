"""The common shape of everything that travels: frozen, JSON on the wire, UTC times."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict


def _to_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


UtcTime = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A point in time. A time without an offset is refused; others are turned to UTC."""


class Message(BaseModel):
    """A value that travels on a topic.

    Readers ignore unknown fields, so that a newer writer never stops an older reader.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    def to_bytes(self) -> bytes:
        """The JSON that goes on the wire, UTF-8, without fields that are None."""
        return self.model_dump_json(exclude_none=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote.

        Raises:
            pydantic.ValidationError: naming the fields, never their values.
        """
        return cls.model_validate_json(data)
