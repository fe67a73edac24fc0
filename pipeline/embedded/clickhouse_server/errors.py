"""The engine's errors, with the HTTP status ClickHouse gives each."""

import re

_CODE = re.compile(r"Code: (\d+)\. ")
_UNKNOWN_EXCEPTION = 1002

# Source: exceptionCodeToHTTPStatus in ClickHouse; codes as in system.errors.
_STATUS_OF_CODE = {
    **dict.fromkeys((194,), 401),
    **dict.fromkeys((192, 193, 516), 403),
    **dict.fromkeys(
        # BAD_ARGUMENTS, CANNOT_PARSE_*, *_AST*, SYNTAX_ERROR, INCORRECT_DATA, TYPE_MISMATCH
        (6, 25, 26, 27, 36, 38, 41, 53, 62, 72, 117, 158, 166, 167, 168, 223, 376, 427, 456, 1001),
        400,
    ),
    **dict.fromkeys(
        # UNKNOWN_IDENTIFIER, _FUNCTION, _TYPE, _STORAGE, _TABLE, _FORMAT, _QUERY, _DATABASE,
        # _SETTING, _DIRECTION_OF_SORTING, _AGGREGATE_FUNCTION, _DATABASE_ENGINE, SESSION_NOT_FOUND
        (46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 155, 336, 372),
        404,
    ),
    159: 408,
    381: 411,
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
