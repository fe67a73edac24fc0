"""From a message's bytes to a model, with errors that name fields and never values."""

from typing import TypeVar

from pydantic import ValidationError

from schemas.errors import Reject
from schemas.message import Message

M = TypeVar("M", bound=Message)


def parse(model: type[M], data: bytes | None) -> M:
    """Read a message of a topic.

    Raises:
        Reject: naming the first field that is wrong, and what was expected there.
    """
    if data is None:
        raise Reject("value", f"a JSON {model.__name__}")
    try:
        return model.from_bytes(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "value"
        raise Reject(f"{model.__name__}.{field}", first["msg"]) from None
