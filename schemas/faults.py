"""What is wrong with something that a person wrote, in plain words.

Pydantic finds it and speaks of inputs and extras; whoever has misspelt a setting is better served
by its right name. No word of a value is repeated, as it may be a secret.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol, get_args

_WORDS = {
    "missing": "is needed and missing",
    "string_type": "expected text; what looks like a number or a date stands in quotes",
    "int_type": "expected a whole number",
    "int_parsing": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "float_parsing": "expected a number",
    "bool_type": "expected true or false",
    "bool_parsing": "expected true or false",
    "list_type": "expected a list",
    "tuple_type": "expected a list",
    "set_type": "expected a list",
    "frozen_set_type": "expected a list",
    "dict_type": "expected names and values",
    "mapping_type": "expected names and values",
    "model_type": "expected names and values",
    "model_attributes_type": "expected names and values",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected {ge:g} or more",
    "less_than": "expected less than {lt:g}",
    "less_than_equal": "expected {le:g} or less",
    "literal_error": "expected {expected}",
    "enum": "expected {expected}",
    "string_pattern_mismatch": "expected text of the form {pattern}",
    "string_too_short": "expected at least {min_length} characters",
    "string_too_long": "expected at most {max_length} characters",
    "too_short": "expected at least {min_length} of them",
    "value_error": "{error}",
}
_UNKNOWN = "extra_forbidden"
_ONE_OF = {"literal_error", "enum"}


class Invalid(Protocol):
    """What Pydantic raises; this room knows nothing of it."""

    def errors(self) -> Sequence[Any]:
        """Each as names and values: `type`, `loc`, `msg`, `input`, `ctx`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Args:
        place: the names and list positions that lead to it; none: it is wrong as a whole.
        words: what was expected there.
    """

    place: tuple[str | int, ...]
    words: str

    @property
    def field(self) -> str:
        """The place as text, `traits.name.split`."""
        return ".".join(str(step) for step in self.place)


def faults_of(error: Invalid, model: type[Any], *, hidden: Iterable[str] = ()) -> Iterator[Fault]:
    """All that `error` found in what should have been a `model`, `hidden` fields never proposed."""
    for found in error.errors():
        place = tuple(step for step in found["loc"] if step != "[key]")
        if found["type"] == _UNKNOWN:
            known = [name for name in _names_at(model, place[:-1]) if name not in set(hidden)]
            yield Fault(place, no_such("setting", str(place[-1]), known))
        else:
            yield Fault(place, _words(found))


def no_such(what: str, word: str, known: Sequence[str]) -> str:
    """Say that there is no such thing, and which one may be meant, or else which there are."""
    hint = did_you_mean(word, known) or (f"; there is {', '.join(known)}" if known else "")
    return f"there is no such {what}{hint}"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A question to end a sentence with; empty where nothing is like the word."""
    meant = get_close_matches(word, known, 1)
    return f"; did you mean `{meant[0]}`?" if meant else ""


def _words(found: Mapping[str, Any]) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind not in _WORDS:
        return re.sub(r"^Input should be ", "expected ", found["msg"])
    words = _WORDS[kind].format_map(context)
    if kind in _ONE_OF and isinstance(found["input"], str):
        words += did_you_mean(found["input"], re.findall(r"'([^']*)'", context["expected"]))
    return words


def _names_at(model: type[Any], place: Sequence[str | int]) -> list[str]:
    """The fields of the model at a place; positions in lists, keys and tags of unions lead on."""
    for step in place:
        if step in model.model_fields:
            inner = _model_in(model.model_fields[step].annotation)
            if inner is None:
                return []
            model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[Any] | None:  # noqa: ANN401 (any type there is)
    if hasattr(annotation, "model_fields"):
        model: type[Any] = annotation
        return model
    return next((found for each in get_args(annotation) if (found := _model_in(each))), None)
