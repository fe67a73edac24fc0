"""How common values are: to agree on a rare one says more."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(gt=0, le=1)]


class TermFrequencies(BaseModel):
    """The share of accounts that have a value, by `value_hash` of the prepared value.

    `expected` is how often two accounts taken at random agree: to agree on a value of just that
    share is worth what the level says. `default` is the share of a value that is not listed; no
    share counts as less than `floor`, so that two equal slips of the pen do not weigh like a
    proof. `strength` is the part of the adjustment that is made: 1 the whole, 0 none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    expected: Share
    values: Mapping[str, Share]
    default: Share
    floor: Share
    strength: Annotated[float, Field(ge=0, le=1)] = 1.0

    def adjustments(self, values: Sequence[str]) -> NDArray[np.float64]:
        """Bits to add where two accounts agree on a value."""
        shares = np.fromiter(
            (self.values.get(value_hash(value), self.default) for value in values),
            np.float64,
            len(values),
        )
        return self.strength * np.log2(self.expected / np.maximum(shares, self.floor))

    @cached_property
    def listed(self) -> int:
        """How many values have a share of their own."""
        return len(self.values)


def value_hash(value: str) -> str:
    """Sixteen hex digits of BLAKE2b, so that a model's file shows no value."""
    return blake2b(value.encode(), digest_size=8).hexdigest()
