"""Write a connector to begin with, together with tests that pass."""

import keyword
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from connectors.registry import PLATFORMS
from pipeline.new_connector.imports import sorted_imports
from pipeline.new_connector.places import Places, places_of
from schemas.errors import Fatal

Kind = Literal["webhook", "poll", "file"]

_HERE = Path(__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_]{1,19}")


def write_connector(name: str, kind: Kind, into: Path) -> Places:
    """Write the connector. `into` is our repository's root, or any folder for a package of its own.

    Raises:
        Fatal: when the name cannot be one or is taken, or a file that would be written is there.
    """
    if keyword.iskeyword(name):
        raise Fatal(f"{name}: is a word of Python's own, take another")
    if not _NAME.fullmatch(name):
        raise Fatal(f"{name}: expected 2 to 20 lower-case letters, digits and _, a letter first")
    if name in PLATFORMS:
        raise Fatal(f"{name}: there is a connector of that name")
    places = places_of(name, into)
    files = dict(_files(name, kind, places)) | dict(places.added)
    if taken := [path for path in files if path.exists()]:
        raise Fatal("already there: " + ", ".join(map(str, taken)))
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return places


def _files(name: str, kind: Kind, places: Places) -> Iterator[tuple[Path, str]]:
    template = _HERE / kind
    for folder, place in (
        (template / "acme", places.package),
        (template / "acme_tests", places.tests),
        (template / "samples", places.samples),
    ):
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.name not in places.left_out:
                yield place / path.name, _renamed(path, name, kind, places)
    for path, place in (
        (template / "end.py", places.end),
        (template / "connectors.yaml", places.configuration),
    ):
        if path.exists():
            yield place, _renamed(path, name, kind, places)


def _renamed(path: Path, name: str, kind: Kind, places: Places) -> str:
    text = path.read_text(encoding="utf-8")
    template = f"pipeline.new_connector.{kind}"
    names = {
        f"{template}.acme": places.module,
        f"{template}.end": places.end_module,
        'Path(__file__).parent / "samples"': places.samples_named,
        "acme": name,
        "Acme": "".join(part.capitalize() for part in name.split("_")),
        "ACME": name.upper(),
    }
    # In one pass: what a name is replaced by may hold another.
    text = re.sub("|".join(map(re.escape, names)), lambda found: names[found[0]], text)
    return sorted_imports(text, places.first_party) if path.suffix == ".py" else text
