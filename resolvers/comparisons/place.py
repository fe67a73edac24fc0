"""Cities, districts and other places."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from resolvers.comparisons.chinese import simplified
from resolvers.comparisons.comparison import NULL, Comparison, Levels

_UNIT = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})"
    "(特别行政区|自治区|自治州|自治县|地区|省|市|区|县|盟|旗)"
)
_PROVINCES = (
    *("河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东"),
    *("河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海"),
    *("台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆"),
)
_BETWEEN = re.compile(r"[\s,，/·-]+")


class Place(Comparison):
    """Places that are equal, or of which one names the other: 浙江杭州 contains 杭州市.

    A province by itself and a city by itself say nothing to each other.
    """

    kind: Literal["place"] = "place"

    @property
    def levels(self) -> tuple[str, ...]:
        return ("equal", "contains", "else")

    def prepare(self, value: str) -> str:
        return _bare(value)

    def measure(self, lefts: Sequence[str], rights: Sequence[str]) -> Levels:
        return np.fromiter(map(_level, lefts, rights), np.int8, len(lefts))


def _level(left: str, right: str) -> int:
    if left in right or right in left:
        return 1
    alone = (left in _PROVINCES) + (right in _PROVINCES)
    city = left if right in _PROVINCES else right
    return NULL if alone == 1 and not city.startswith(_PROVINCES) else 2


def _bare(value: str) -> str:
    return _BETWEEN.sub("", _UNIT.sub("", simplified(value)))
