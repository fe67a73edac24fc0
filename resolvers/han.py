"""Chinese characters, by dictionaries that are loaded when the first of them is met.

To load them takes as long as all else that the resolvers import, and many deployments never need
them: only what compares names, or looks for candidates by them, does.
"""


def simplified(text: str) -> str:
    """The text in simplified characters."""
    import zhconv  # noqa: PLC0415

    return str(zhconv.convert(text, "zh-hans"))


def syllable(character: str) -> str:
    """How a character sounds by itself, in pinyin without tones; what is none stays as it is."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(character))
