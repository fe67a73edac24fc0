"""Exceptions, classed by what to do about them.

    GuiyiError
    ├── Reject    this message can never be processed: dead-letter it and go on
    ├── Retry     a service is away or busy: wait, with back-off, and do the same again
    └── Fatal     going on would do harm or make no sense: stop and say why

Exceptions of drivers are translated into these where the driver is called. Anything else that is
raised is a bug and crashes its process. No message of these ever holds a personal value.
"""

from schemas.dead_letter import Failure
from schemas.personal import shape


class GuiyiError(Exception):
    """Anything this product raises on purpose."""


class Reject(GuiyiError):
    """A message that can never be processed. It belongs in the dead letters.

    Args:
        field: where the trouble is, as a path (`user.idstr`).
        expected: what would have been right.
        value: what was found; only its shape is kept.
    """

    def __init__(self, field: str, expected: str, value: object = None) -> None:
        self.field = field
        self.expected = expected
        self.shape = None if value is None else shape(value)
        found = self.shape or "nothing"
        super().__init__(f"{field}: expected {expected}, found {found}")

    @property
    def failure(self) -> Failure:
        """What the dead letter says of it."""
        return Failure(
            error=type(self).__name__,
            message=str(self),
            field=self.field,
            shape=self.shape,
            expected=self.expected,
        )


class Retry(GuiyiError):
    """A service is away or busy. Nothing was lost; the same call may be made again.

    Args:
        retry_after_seconds: how long the service asked to be left alone, where it said so.
    """

    def __init__(self, message: str, retry_after_seconds: float | None = None) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(message)


class Fatal(GuiyiError):
    """Going on would do harm or make no sense, for instance with a wrong setting."""
