"""Cursors that are kept as the JSON of a model."""

from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.errors import Fatal

Cursor = TypeVar("Cursor", bound=BaseModel)


def read_cursor(model: type[Cursor], text: str) -> Cursor:
    """The cursor that was kept.

    Raises:
        Fatal: for a text that is none of ours, as another version of the connector may have left.
            To begin anew instead would repeat all of a list, or skip what is no longer in it.
    """
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise Fatal("the kept cursor cannot be read; delete it to begin anew") from error


class KeptCursor(BaseModel):
    """A cursor that has a beginning of its own: without a kept one all its fields are defaults."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def of(cls, text: str | None) -> Self:
        """The cursor that was kept; the beginning without one.

        Raises:
            Fatal: for a text that is none of ours.
        """
        return read_cursor(cls, text) if text else cls()

    @property
    def cursor(self) -> str:
        """Itself as text."""
        return self.model_dump_json(exclude_defaults=True)
