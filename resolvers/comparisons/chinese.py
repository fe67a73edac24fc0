"""Chinese writing: one spelling, and how it sounds."""

import re
import unicodedata
from functools import lru_cache

from resolvers import han

_COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛"
        "尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容"
        "仲孙钟离长孙宇文司徒鲜于司空闾丘令狐百里呼延东郭"
        "南门羊舌西门",
    )
)


@lru_cache(maxsize=65_536)
def simplified(value: str) -> str:
    """Unicode NFKC, small letters, simplified characters, without white space around."""
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    return text if text.isascii() else han.simplified(text)


@lru_cache(maxsize=65_536)
def sound(value: str) -> str:
    """Pinyin without tones and spaces: 王伟, 汪玮 and "Wang Wei" sound alike."""
    return "".join("".join(map(_syllable, value)).split())


@lru_cache(maxsize=65_536)
def _syllable(character: str) -> str:
    """How a character sounds by itself: to look at words takes far longer, and names are none."""
    return han.syllable(character)


def surname(name: str) -> str:
    """The surname of a full name in simplified characters: two characters where that is one."""
    return name[:2] if name[:2] in _COMPOUND_SURNAMES else name[:1]
