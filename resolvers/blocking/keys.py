"""The blocks an account is in."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import product
from typing import NamedTuple

from resolvers.blocking.expression import Expression, Fields
from resolvers.blocking.rule import BlockingRule

MOST_KEYS = 32
"""Of one rule and depth. A text of a thousand words is nobody's address."""

_SEPARATOR = "\x1f"


class BlockKey(NamedTuple):
    """A block: `value` is a hash, as a signed 64-bit integer, of the rule and the parts.

    `coarser` is the value of the block one depth above that contains this one; None at depth 0.
    """

    value: int
    rule: str
    depth: int
    coarser: int | None


def blocking_keys(fields: Fields, rules: Sequence[BlockingRule]) -> tuple[BlockKey, ...]:
    """Every block of an account, those of each rule from coarse to fine.

    Where an expression finds no value, there is no key, and no finer one.
    """
    parts = _Parts(fields)
    return tuple([key for rule in rules for key in _keys_of(rule, parts)])


class _Parts:
    """What expressions find in the fields, looked for once: rules often have some in common."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, expression: Expression) -> tuple[str, ...]:
        found = self._found.get(expression.text)
        if found is None:
            found = self._found[expression.text] = expression.parts(self._fields)
        return found


def _keys_of(rule: BlockingRule, parts: _Parts) -> Iterator[BlockKey]:
    ends: list[tuple[str, int | None]] = [(rule.name, None)]
    for depth, expressions in enumerate(rule.added):
        choices = [parts.of(expression) for expression in expressions]
        mores = [_SEPARATOR.join(more) for more in product(*choices)]
        finer = [(f"{text}{_SEPARATOR}{more}", above) for text, above in ends for more in mores]
        ends = []
        for text, above in finer[:MOST_KEYS]:
            value = _hash(text)
            yield BlockKey(value, rule.name, depth, above)
            ends.append((text, value))


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
