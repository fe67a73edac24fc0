"""Imports in the order that ruff and isort want, once modules have other names."""

import re
import sys
from collections.abc import Collection

_IMPORT = re.compile(r"from (?P<of>\w+)\S* import .+|import (?P<top>\w+)\S*")


def sorted_imports(text: str, first_party: Collection[str]) -> str:
    """A module's text with its imports in order. Each import must stand on one line.

    Args:
        text: the module's.
        first_party: top-level packages that are of the same project.
    """
    lines = text.splitlines()
    found = [number for number, line in enumerate(lines) if _IMPORT.fullmatch(line)]
    if not found:
        return text
    sections: tuple[list[str], ...] = ([], [], [])
    for number in found:
        match = _IMPORT.fullmatch(lines[number])
        top = match and (match["of"] or match["top"])
        section = 0 if top in sys.stdlib_module_names else 2 if top in first_party else 1
        sections[section].append(lines[number])
    ordered: list[str] = []
    for section_lines in sections:
        # `import x` stands before `from x import y`.
        section_lines.sort(key=lambda line: (line.startswith("from"), line.split()[1]))
        ordered += ["", *section_lines] if ordered and section_lines else section_lines
    return "\n".join([*lines[: found[0]], *ordered, *lines[found[-1] + 1 :]]) + "\n"
