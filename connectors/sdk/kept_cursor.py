"""Cursors that are kept as the JSON of a model."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

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
