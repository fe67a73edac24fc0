"""How common each value of a comparison is."""

from collections import Counter
from collections.abc import Sequence

from resolvers.comparisons import Comparison, Description
from resolvers.matching import TermFrequencies, value_hash

_MOST_LISTED = 2000
_FEWEST_HOLDERS = 5
"""A value of fewer accounts is not listed: a model's file must not tell who is in the data."""


def term_frequencies(
    comparison: Comparison, accounts: Sequence[Description], strength: float
) -> TermFrequencies | None:
    """Count the values; None where fewer than two accounts state one."""
    holders: Counter[str] = Counter()
    stating = 0
    for account in accounts:
        terms = {term for value in comparison.read(account) if (term := comparison.term(value))}
        stating += bool(terms)
        holders.update(terms)
    if stating < 2:
        return None
    common = sorted(holders.items(), key=lambda each: (-each[1], each[0]))[:_MOST_LISTED]
    listed = {value: count for value, count in common if count >= _FEWEST_HOLDERS}
    others = len(holders) - len(listed)
    rest = sum(holders.values()) - sum(listed.values())
    return TermFrequencies(
        expected=min(1.0, sum((count / stating) ** 2 for count in holders.values())),
        values={value_hash(value): count / stating for value, count in sorted(listed.items())},
        default=rest / others / stating if others else 1 / stating,
        floor=_FEWEST_HOLDERS / 2 / stating if stating > _FEWEST_HOLDERS else 1.0,
        strength=strength,
    )
