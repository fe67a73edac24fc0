"""The blocks an account is in."""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice, product
from typing import NamedTuple

from resolvers.blocking.expression import Fields
from resolvers.blocking.rule import BlockingRule

MOST_KEYS = 32
"""Of one rule and depth. A text of a thousand words is nobody's address."""

_SEPARATOR = "\x1f"


class BlockKey(NamedTuple):
    """A block: `value` is a hash, as a signed 64-bit integer, of the rule, the depth and the parts.

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
    return tuple(key for rule in rules for key in _keys_of(fields, rule))


def _keys_of(fields: Fields, rule: BlockingRule) -> Iterator[BlockKey]:
    ends: list[tuple[tuple[str, ...], int | None]] = [((), None)]
    for depth, expressions in enumerate(rule.added):
        choices = [expression.parts(fields) for expression in expressions]
        finer = (
            ((*parts, *more), coarser) for parts, coarser in ends for more in product(*choices)
        )
        ends = []
        for parts, coarser in islice(finer, MOST_KEYS):
            value = _hash(rule.name, depth, parts)
            yield BlockKey(value, rule.name, depth, coarser)
            ends.append((parts, value))


def _hash(rule: str, depth: int, parts: tuple[str, ...]) -> int:
    text = _SEPARATOR.join((rule, str(depth), *parts))
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
