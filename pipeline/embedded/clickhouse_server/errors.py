"""The engine's errors, with the HTTP status ClickHouse gives each."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

_CODE = re.compile(r"Code: (\d+)\. ")
_UNKNOWN_EXCEPTION = 1002

# Source: exceptionCodeToHTTPStatus in ClickHouse; codes as in system.errors.
_STATUS_OF_CODE = {
    **dict.fromkeys((194,), 401),
    **dict.fromkeys((192, 193, 512, 516), 403),
    **dict.fromkeys(
        # CANNOT_PARSE_*, BAD_ARGUMENTS, *_AST*, TYPE_MISMATCH, SYNTAX_ERROR, INCORRECT_DATA,
        # ARGUMENT_OUT_OF_BOUND, VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
        (6, 25, 26, 27, 36, 37, 38, 41, 53, 62, 69, 72, 117, 123, 167, 168, 223, 321),
        400,
    ),
    # INVALID_SESSION_TIMEOUT, CANNOT_PARSE_UUID, CANNOT_COMPILE_REGEXP, CANNOT_PARSE_DOMAIN_…, _IP*
    **dict.fromkeys((374, 376, 427, 441, 675, 676), 400),
    **dict.fromkeys(
        # UNKNOWN_FUNCTION, _IDENTIFIER, _TYPE, _STORAGE, _TABLE, _AGGREGATE_FUNCTION, _FORMAT,
        # _TYPE_OF_QUERY, _DATABASE, _SETTING, _DIRECTION_OF_SORTING, _DATABASE_ENGINE
        (46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336),
        404,
    ),
    159: 408,
    381: 411,
    229: 413,
    48: 501,
    76: 503,
    209: 503,
    439: 503,
}


class EngineError(Exception):
    """A statement failed. `str()` of it is ClickHouse's text, beginning with `Code: N.`."""

    def __init__(self, code: int, message: str) -> None:
        self.code = code
        super().__init__(f"Code: {code}. DB::Exception: {message}")

    @classmethod
    def of(cls, error: Exception) -> "EngineError":
        """The same as the engine said it, without what its Python wrapper put before."""
        text = str(error)
        found = _CODE.search(text)
        if found is None:
            return cls(_UNKNOWN_EXCEPTION, text)
        known = cls(int(found[1]), "")
        known.args = (text[found.start() :].strip(),)
        return known

    @property
    def status(self) -> int:
        """The HTTP status of it."""
        return _STATUS_OF_CODE.get(self.code, 500)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what chDB raises into EngineError."""
    try:
        yield
    except EngineError:
        raise
    except Exception as error:  # chDB's own error is a plain Exception; inserts raise RuntimeError
        raise EngineError.of(error) from error
