"""The broker's jars, fetched once by Maven from where Maven fetches everything.

`pom.xml` beside this file names them; they are kept in `build/kafka`, by the pom's digest.
"""

import fcntl
import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import Fatal

POM = Path(__file__).with_name("pom.xml")
KEPT = Path(__file__).parents[3] / "build" / "kafka"
JAVA_VERSION = 17
FETCHING_SECONDS = 600


def jars() -> Path:
    """The directory of the jars.

    Raises:
        Fatal: Maven is not installed, or could not fetch them.
    """
    kept = KEPT / hashlib.sha256(POM.read_bytes()).hexdigest()[:16]
    with alone("jars"):
        if not kept.is_dir():
            with tempfile.TemporaryDirectory(dir=KEPT) as fresh:
                _fetch(Path(fresh) / "jars")
                (Path(fresh) / "jars").rename(kept)
    return kept


@contextmanager
def alone(making: str) -> Iterator[None]:
    """While no other process makes the same thing in `KEPT`."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{making}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def java() -> str:
    """The program `java`.

    Raises:
        Fatal: it is not installed, or too old for the broker.
    """
    program = shutil.which("java")
    if program is None:
        raise Fatal(f"Apache Kafka needs Java {JAVA_VERSION}: apt-get install default-jre-headless")
    answer = subprocess.run([program, "-version"], capture_output=True, text=True, check=True)
    found = re.search(r'version "(\d+)', answer.stderr)
    if found is None or int(found[1]) < JAVA_VERSION:
        raise Fatal(f"Apache Kafka needs Java {JAVA_VERSION} or newer; {program} is older")
    return program


def _fetch(directory: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Fatal("Apache Kafka's jars are fetched by Maven: apt-get install maven")
    goal = [f"-DoutputDirectory={directory}", "dependency:copy-dependencies"]
    fetched = subprocess.run(
        [maven, "--batch-mode", "--quiet", "--file", POM, *goal],
        capture_output=True,
        text=True,
        check=False,
        timeout=FETCHING_SECONDS,
    )
    if fetched.returncode != 0:
        raise Fatal(f"Maven could not fetch Apache Kafka's jars:\n{fetched.stdout[-2000:]}")
