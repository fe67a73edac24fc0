"""Reading a parsed payload by name, with errors that name the field."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from schemas.errors import Reject

_MOST_DIGITS = 40


class Payload:
    """An object of a JSON or XML payload. `content` is all of it, known or not.

    A value that is absent, null or the empty text is None. Ids come as number or text and are
    always given as text.
    """

    __slots__ = ("_path", "content")

    def __init__(self, content: Mapping[str, Any], path: str = "") -> None:
        self.content = content
        self._path = path

    def at(self, name: str) -> str:
        """The full path of a field, as errors name it."""
        return f"{self._path}.{name}" if self._path else name

    def text(self, *names: str) -> str | None:
        """The first of the fields that has a value, as text.

        Raises:
            Reject: when it is an object or array.
        """
        for name in names:
            value = self.content.get(name)
            if value is None:
                continue
            if isinstance(value, str):
                if text := value.replace("\0", ""):
                    return text
            elif isinstance(value, bool):
                return "true" if value else "false"
            elif isinstance(value, (int, Decimal)):
                return str(value)
            else:
                raise Reject(self.at(name), "text or a number", value)
        return None

    def required(self, name: str) -> str:
        """The text of a field that must have a value.

        Raises:
            Reject: when it has none.
        """
        value = self.text(name)
        if value is None:
            raise Reject(self.at(name), "a value")
        return value

    def number(self, *names: str) -> Decimal | None:
        """The first of the fields that has a value, as a number of ordinary size.

        Raises:
            Reject: when it is something else, or has more than 40 digits before or after the point.
        """
        value = self.text(*names)
        if value is None:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation as error:
            raise Reject(self.at(names[0]), "a number", value) from error
        # Products of unbounded exponents overflow, and their digits written out fill the memory.
        if not number.is_finite() or not _is_ordinary(number):
            raise Reject(self.at(names[0]), "a number", value)
        return number

    def child(self, name: str) -> Self:
        """The object under `name`; an empty one where it is absent.

        Raises:
            Reject: when it is neither an object nor empty.
        """
        value = self.content.get(name) or {}
        if not isinstance(value, dict) and not isinstance(value, Mapping):  # the latter is dear
            raise Reject(self.at(name), "an object", value)
        return type(self)(value, self.at(name))

    def children(self, name: str) -> tuple[Self, ...]:
        """The objects under `name`; a single one counts as a list of one, as XML has it.

        Raises:
            Reject: when one of them is no object.
        """
        value = self.content.get(name) or []
        values = value if isinstance(value, list) else [value]
        for index, element in enumerate(values):
            if not isinstance(element, Mapping):
                raise Reject(f"{self.at(name)}[{index}]", "an object", element)
        return tuple(
            type(self)(element, f"{self.at(name)}[{index}]") for index, element in enumerate(values)
        )

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts under `name`; a single one counts as a list of one, as XML has it.

        Raises:
            Reject: when one of them is an object or array.
        """
        value = self.content.get(name) or []
        elements = type(self)(
            {f"{name}[{index}]": element for index, element in enumerate(value)}
            if isinstance(value, list)
            else {name: value},
            self._path,
        )
        found = (elements.text(element) for element in elements.content)
        return tuple(text for text in found if text is not None)


def _is_ordinary(number: Decimal) -> bool:
    _sign, digits, exponent = number.as_tuple()
    return len(digits) <= _MOST_DIGITS and -_MOST_DIGITS <= int(exponent) <= _MOST_DIGITS
