"""From a message's bytes to a model, with errors that name fields and never values."""

import re
from typing import TypeVar

import msgspec

from schemas.errors import Reject
from schemas.message import Message

_QUOTED = re.compile(r"'.*'", re.DOTALL)

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
    except (msgspec.DecodeError, RecursionError) as error:
        said, _, path = str(error).partition(" - at `$")
        # What stands in quotes is the value that was found.
        expected = _QUOTED.sub("…", said)
        raise Reject(f"{model.__name__}{path.rstrip('`')}", expected) from None
