"""One part of a blocking key: which values of an account, and what is done to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from resolvers.blocking.transforms import plain, transform

Fields = Mapping[str, Sequence[str]]
"""What can be compared of an account: the values of each field."""

_REMEMBERED_VALUES = 1 << 16


@dataclass(frozen=True, slots=True)
class Expression:
    """`field|transform|…`, or `field+field|…` for the values of either field."""

    text: str
    fields: tuple[str, ...]
    transforms: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an expression.

        Raises:
            ValueError: saying what belongs there.
        """
        fields, *transforms = (part.strip() for part in text.split("|"))
        names = tuple(name.strip() for name in fields.split("+"))
        if not all(names):
            raise ValueError(f"a field, or fields with + between them, before the first |: {text}")
        for name in transforms:
            transform(name)
        return cls(text, names, tuple(transforms))

    def parts(self, fields: Fields) -> tuple[str, ...]:
        """What the account puts into the key, in order and each once; none when it has no value."""
        values = fields.get(self.fields[0], ())
        for name in self.fields[1:]:
            values = (*values, *fields.get(name, ()))
        if not values:
            return ()
        if len(values) == 1:  # as a rule
            return _transformed(self.transforms, values[0])
        found = {text for value in values for text in _transformed(self.transforms, value)}
        return tuple(sorted(found))


@lru_cache(_REMEMBERED_VALUES)
def _transformed(transforms: tuple[str, ...], value: str) -> tuple[str, ...]:
    texts = [plain(value)]
    for name in transforms:
        change = transform(name)
        texts = [changed for text in texts for changed in change(text)]
    return tuple(sorted({text for text in texts if text}))
