"""Chinese characters, by dictionaries that are loaded when the first of them is met.

To load them takes as long as all else that the resolvers import, and many deployments never need
them: only what compares names, or looks for candidates by them, does.
"""

from functools import cache


def simplified(text: str) -> str:
    """The text in simplified characters."""
    if text.isascii() or _beginnings().isdisjoint(text):
        return text  # as most names are
    import zhconv  # noqa: PLC0415

    return str(zhconv.convert(text, "zh-hans"))


@cache
def _beginnings() -> frozenset[str]:
    """The first characters of all words that have another form."""
    from zhconv.zhconv import getdict  # noqa: PLC0415

    return frozenset(word[0] for word in getdict("zh-hans"))


def syllable(character: str) -> str:
    """How a character sounds by itself, in pinyin without tones; what is none stays as it is."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(character))
