"""The blocks an account is in."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

from resolvers.blocking.expression import Fields
from resolvers.blocking.rule import BlockingRule

MOST_KEYS = 32
"""Of one rule and depth. A text of a thousand words is nobody's address."""

_SEPARATOR = "\x1f"

_End = tuple[str, int | None]
"""The parts of a key so far, and the value of the block above."""


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
    found: dict[str, tuple[str, ...]] = {}  # by expression: rules often have some in common
    keys: list[BlockKey] = []
    for rule in rules:
        ends: list[_End] = [(rule.name, None)]
        for depth, expressions in enumerate(rule.added):
            for expression in expressions:
                parts = found.get(expression.text)
                if parts is None:
                    parts = found[expression.text] = expression.parts(fields)
                ends = _extended(ends, parts)
                if not ends:
                    break
            for place, (text, above) in enumerate(ends):
                value = _hash(text)
                keys.append(BlockKey(value, rule.name, depth, above))
                ends[place] = (text, value)
            if not ends:
                break
    return tuple(keys)


def _extended(ends: list[_End], parts: tuple[str, ...]) -> list[_End]:
    if len(ends) == len(parts) == 1:  # as a rule, and much faster
        text, above = ends[0]
        return [(text + _SEPARATOR + parts[0], above)]
    extended = [(text + _SEPARATOR + part, above) for text, above in ends for part in parts]
    return extended[:MOST_KEYS]


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
