"""Which parts of a stack are up, and which ended though nobody killed them."""

from collections import Counter
from threading import Lock

from pipeline.embedded.notices import Died, Forgotten, Halted, Notice, Up


class Lives:
    """Hears a stack's notices, from its threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._up: set[str] = set()
        self.starts: Counter[str] = Counter()
        self.crashes: list[str] = []
        self.forgotten: list[Forgotten] = []

    def __call__(self, notice: Notice) -> None:
        with self._lock:
            match notice:
                case Up(name=name):
                    self._up.add(name)
                    self.starts[name] += 1
                case Died(name=name, reason=reason, last_line=last_line):
                    self._up.discard(name)
                    if reason != "killed by signal 9":
                        self.crashes.append(f"{name} {reason}: {last_line}")
                case Halted(name=name, last_line=last_line):
                    self._up.discard(name)
                    self.crashes.append(f"{name} halted: {last_line}")
                case Forgotten():
                    self.forgotten.append(notice)
                case _:
                    pass

    def is_up(self, part: str) -> bool:
        """Whether the part was ready in this life of it, as far as one has heard."""
        with self._lock:
            return part in self._up
