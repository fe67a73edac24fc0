"""A mapping as its user writes it: YAML, with errors that name the line and the field."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from connectors.crm.mapping import Mapping
from schemas.errors import Fatal
from schemas.faults import faults_of


def load_mapping(path: Path, *, encoding: str | None = None) -> Mapping:
    """Read and check a mapping. An `encoding` given here is used instead of the file's own.

    Raises:
        Fatal: when the file cannot be read or says something that a mapping does not; the message
            has one line for each fault.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise Fatal(f"{path}: the mapping cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise Fatal(f"{path}: the mapping is no YAML: {error}") from error
    if tree is None or not isinstance(content, dict):
        raise Fatal(f"{path}: the mapping is empty or no table of names and values")
    if encoding is not None:
        content["encoding"] = encoding
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        raise Fatal("\n".join(_faults(path, tree, error))) from error


def _faults(path: Path, tree: Node, error: ValidationError) -> Iterator[str]:
    for fault in faults_of(error, Mapping):
        yield f"{path}:{_line(tree, fault.place)}: {fault.field}: {fault.words}"


def _line(node: Node, location: Sequence[int | str]) -> int:
    """The line of the deepest part of `location` that stands in the file."""
    line: int = node.start_mark.line + 1
    if not location:
        return line
    step, *rest = location
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return (
                    max(int(key.start_mark.line) + 1, _line(value, rest))
                    if rest
                    else (int(key.start_mark.line) + 1)
                )
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return _line(node.value[step], rest)
    return line
