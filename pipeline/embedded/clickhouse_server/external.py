"""Tables that come with a query: a file of the form, its format and its columns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.embedded.clickhouse_server.errors import EngineError
from pipeline.embedded.clickhouse_server.form import Form

_BAD_REQUEST_PARAMETER = 408
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class ExternalTable:
    """A table for one query. `columns` is as in CREATE TABLE."""

    name: str
    columns: str
    format: str
    data: bytes = field(repr=False)


def external_tables(form: Form, said: Mapping[str, str]) -> tuple[ExternalTable, ...]:
    """The form's files as tables, by the parameters `<name>_structure`, `_types` and `_format`.

    Raises:
        EngineError: a table without a proper name or without columns.
    """
    return tuple(_table(name, data, said) for name, data in form.files.items())


def is_about_external_table(parameter: str, form: Form) -> bool:
    """Whether a parameter describes one of the form's files, and is no setting therefore."""
    name, _, what = parameter.rpartition("_")
    return name in form.files and what in {"structure", "types", "format"}


def _table(name: str, data: bytes, said: Mapping[str, str]) -> ExternalTable:
    types = said.get(f"{name}_types", "")
    numbered = (f"_{number} {kind}" for number, kind in enumerate(_split(types), 1))
    columns = said.get(f"{name}_structure") or ", ".join(numbered)
    if not _NAME.fullmatch(name) or not columns:
        raise EngineError(_BAD_REQUEST_PARAMETER, f"The external table {name!r} has no columns.")
    return ExternalTable(name, columns, said.get(f"{name}_format", "TabSeparated"), data)


def _split(types: str) -> list[str]:
    """Split at the commas that are in no parentheses."""
    found, depth = [""], 0
    for character in types:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return [kind.strip() for kind in found if kind.strip()]
