"""What can be killed."""

from typing import Protocol

from pipeline.embedded.server import Server
from pipeline.embedded.stack import Stack
from schemas.errors import Fatal
from tests.faults.lives import Lives


class Victim(Protocol):
    """A process that comes back after it was killed."""

    @property
    def name(self) -> str: ...

    def is_up(self) -> bool:
        """Whether it is at work."""
        ...

    def kill(self) -> bool:
        """End it as `kill -9` does. False: it was not running."""
        ...


class StackPart:
    """A part of a stack, which its supervisor starts again at once."""

    def __init__(self, stack: Stack, lives: Lives, name: str) -> None:
        self.name = name
        self._stack = stack
        self._lives = lives

    def is_up(self) -> bool:
        return self._lives.is_up(self.name)

    def kill(self) -> bool:
        if self.name not in self._stack.pids():
            return False
        try:
            self._stack.kill(self.name)
        except Fatal:  # it ended by itself just now
            return False
        return True


class ServerVictim:
    """A server that starts again, at once, on what it has kept."""

    def __init__(self, name: str, server: Server) -> None:
        self.name = name
        self._server = server

    def is_up(self) -> bool:
        return self._server.answers()

    def kill(self) -> bool:
        self._server.kill()
        self._server.start()
        return True
