"""How to call this program again."""

import shlex
import shutil
import sys
from pathlib import Path


def as_called() -> str:
    """What to type for `guiyi`: its name where that is on the PATH, else the path it was called by.

    Run as a module, it is Python's path and the module.
    """
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return f"{shlex.quote(sys.executable)} -m pipeline.cli"
    found = shutil.which(called.name)
    is_same = found is not None and called.exists() and called.samefile(found)
    return called.name if is_same else shlex.quote(str(called))
