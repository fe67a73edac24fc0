"""A source: one account of the brand on a platform, as `connectors.yaml` states it."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from connectors.sdk.listener import Listener
from connectors.sdk.poller import Poller
from connectors.sdk.receiver import Receiver
from connectors.sdk.tokens import Tokens

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def _secret(value: object) -> object:
    """Resolve `${VARIABLE}` and `file:PATH`; a secret never stands in the file itself."""
    if value is None or isinstance(value, SecretStr):
        return value
    value = str(value)
    if variable := _VARIABLE.fullmatch(value):
        if not (found := os.environ.get(variable[1])):
            raise ValueError(f"environment variable {variable[1]} is not set")
        return found
    if value.startswith("file:"):
        try:
            return Path(value.removeprefix("file:")).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ValueError(f"secret file cannot be read: {error.strerror}") from error
    raise ValueError("expected ${VARIABLE} or file:PATH, a secret must not stand here itself")


Secret = Annotated[SecretStr, BeforeValidator(_secret), Field(min_length=1)]
"""A value that comes from the environment (`${VARIABLE}`) or from a file (`file:PATH`)."""


class Source(BaseModel):
    """One account of the brand on a platform. A platform adds its own fields and overrides.

    `name` is the key in `connectors.yaml`; `/{platform}/{name}` is the receiver's path.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    platform: str
    name: str = Field(pattern=r"^[A-Za-z0-9_-]+$")

    @property
    def source_account(self) -> str:
        """What raw events name as their source; the platform's own id where it has one."""
        return self.name

    @property
    def key(self) -> str:
        """The source among all others: `platform/name`."""
        return f"{self.platform}/{self.name}"

    def receiver(self) -> Receiver | None:
        """What answers the platform's calls, or None where the platform makes none."""
        return None

    def pollers(self, tokens: Tokens) -> Sequence[Poller]:  # noqa: ARG002 (for platforms)
        """What has to be asked for, one poller for each list."""
        return ()

    def listeners(self, tokens: Tokens) -> Sequence[Listener]:  # noqa: ARG002 (for platforms)
        """What is heard on connections that we open, one listener for each stream."""
        return ()
