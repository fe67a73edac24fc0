"""One pair's match weight, piece by piece, for a person to read."""

from dataclasses import dataclass

from resolvers.comparisons import Comparison, Description, Pairs
from resolvers.comparisons.comparison import NULL
from resolvers.matching.model import MatchModel
from schemas.personal import shape


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one comparison says. Values show as shapes only.

    `level` is None where a side says nothing. `adjustment` is what term frequencies add to `bits`.
    `implied_by` is the comparison that makes this one's agreement no news.
    """

    name: str
    level: str | None
    bits: float
    adjustment: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    implied_by: str | None = None


@dataclass(frozen=True, slots=True)
class Weighing:
    """The prior and what each comparison adds to it, in the model's order."""

    model: str
    model_version: str
    prior: float
    parts: tuple[Weighed, ...]

    @property
    def weight(self) -> float:
        """The match weight in bits; equal to what `score` says of the pair."""
        total = self.prior
        for part in self.parts:
            total += part.bits + part.adjustment
        return total


def weigh(model: MatchModel, left: Description, right: Description) -> Weighing:
    """Weigh one pair."""
    pairs = Pairs([left], [right])
    said = model.parts_of(pairs)[0].tolist()
    parts = []
    for each, bits in zip(model.comparisons, said[1:], strict=True):
        compared = each.comparison.compare(pairs)
        level = int(compared.levels[0])
        adjustment = float(each.adjustments(compared)[0])
        alone = float(each.weights(compared)[0]) + adjustment
        parts.append(
            Weighed(
                name=each.comparison.name,
                level=None if level == NULL else each.comparison.levels[level],
                bits=bits - adjustment if bits == alone else bits,
                adjustment=adjustment if bits == alone else 0.0,
                left=_shapes(each.comparison, left),
                right=_shapes(each.comparison, right),
                implied_by=None if bits == alone else each.levels[level].implied_by,
            )
        )
    return Weighing(model.name, model.version, model.prior, tuple(parts))


def _shapes(comparison: Comparison, account: Description) -> tuple[str, ...]:
    return tuple(shape(value) for name in comparison.fields for value in account.values(name))
