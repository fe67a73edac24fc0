"""How a process ends that must not go on before a person looked."""

from schemas.errors import Fatal
from schemas.halt import Halt

EXIT_HALTED = 65
"""The exit code of it: sysexits.h's "the input data was incorrect"."""


class Halted(Fatal):
    """The group has halted. Starting a process of it again ends in the same."""

    def __init__(self, halt: Halt) -> None:
        self.halt = halt
        super().__init__(
            f"{halt.group} halted at {halt.halted_at:%Y-%m-%d %H:%M:%S} UTC: {halt.reason}. "
            "Look at `guiyi dead-letters list`. Once it is mended: `guiyi dead-letters resume`. "
            "To have them all among the dead letters: start it with GUIYI_MAX_DEAD_LETTERS above "
            f"{halt.max_dead_letters}"
        )
