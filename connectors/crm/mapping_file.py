"""A mapping as its user writes it: YAML, with errors that name the line and the field."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from connectors.crm.mapping import Mapping
from schemas.errors import Fatal
from schemas.faults import Fault, faults_of, no_such


def load_mapping(
    path: Path, *, encoding: str | None = None, identifier_types: Sequence[str] | None = None
) -> Mapping:
    """Read and check a mapping.

    Args:
        path: of the YAML file.
        encoding: used instead of the file's own.
        identifier_types: those that the policy knows; None: it takes any.

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
        mapping = Mapping.model_validate(content)
    except ValidationError as error:
        raise Fatal(_told(path, tree, faults_of(error, Mapping))) from error
    if identifier_types is not None and (unknown := [*_unknown(mapping, identifier_types)]):
        raise Fatal(_told(path, tree, unknown))
    return mapping


def _unknown(mapping: Mapping, types: Sequence[str]) -> Iterator[Fault]:
    for name in mapping.identifiers:
        if name not in types:
            yield Fault(("identifiers", name), no_such("identifier in the policy", name, types))


def _told(path: Path, tree: Node, faults: Iterable[Fault]) -> str:
    return "\n".join(
        f"{path}:{_line(tree, fault.place)}: {fault.field}: {fault.words}" for fault in faults
    )


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
