"""Cities, districts and other places."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import numpy as np

from resolvers.comparisons.chinese import simplified
from resolvers.comparisons.comparison import Comparison, Levels

_UNIT = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})"
    "(特别行政区|自治区|自治州|自治县|地区|省|市|区|县|盟|旗)"
)
_BETWEEN = re.compile(r"[\s,，/·-]+")


class Place(Comparison):
    """Places that are equal, or of which one names the other: 浙江杭州 contains 杭州市."""

    kind: Literal["place"] = "place"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "contains", "else")

    def prepare(self, value: str) -> str:
        return _bare(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(
            (
                1 if left in right or right in left else 2
                for left, right in zip(lefts, rights, strict=True)
            ),
            np.int8,
            len(lefts),
        )


@lru_cache(maxsize=65_536)
def _bare(value: str) -> str:
    return _BETWEEN.sub("", _UNIT.sub("", simplified(value)))
