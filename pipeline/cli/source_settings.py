"""The settings of a platform's accounts, as `guiyi connectors describe` shows them."""

from collections.abc import Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import SecretStr

from connectors.sdk.source import Source

_WORDS = {
    SecretStr: "secret",
    str: "text",
    bool: "true or false",
    int: "whole number",
    float: "number",
}


class Setting(NamedTuple):
    """One setting in words; a type says `needed` where there is no default."""

    name: str
    type: str
    default: str
    meaning: str


def settings_of(kind: type[Source]) -> Iterator[Setting]:
    """What `connectors.yaml` may say of one account."""
    for name, field in kind.model_fields.items():
        if name not in Source.model_fields:
            type_, default = _type(field.annotation), ""
            if field.is_required():
                type_ = f"{type_}, needed"
            else:
                default = _written(field.get_default(call_default_factory=True))
            yield Setting(name, type_, default, field.description or "")


def _type(annotation: Any) -> str:  # noqa: ANN401 (any type there is)
    """A type in the words of a person who writes YAML."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0])
    if origin in {Union, UnionType}:
        return " or ".join(_type(each) for each in inner if each is not NoneType)
    if origin is Literal:
        return " | ".join(map(str, inner))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = map(_type, inner)
        return f"{key}: {value}"
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return f"list of {_type(inner[0])}"
    return _WORDS.get(annotation) or str(annotation)


def _written(value: object) -> str:
    """A default as the file would have it; nothing where it is empty."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}"
        case tuple() | list():
            return ", ".join(map(str, value))
        case str():
            return value
        case _:
            return ""
