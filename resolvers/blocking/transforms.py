"""What a blocking rule may do to a value before values have to be equal."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import jellyfish

from resolvers import han
from resolvers.blocking.decoration import STROKES

Transform = Callable[[str], Iterable[str]]
"""From a text to what stands in the key instead: one text, none, or several."""

_WORD = re.compile(r"\w+")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[\W_]+")
_DIGITS_AT_AN_END = re.compile(r"^\d+|\d+$")
_IDEOGRAPH = re.compile(r"[㐀-䶿一-鿿𠀀-𲎯]")
_STROKE = re.compile(f"[{''.join(sorted(STROKES))}]")
_NO_DIGIT = re.compile(r"\D+")
_PARTIAL = re.compile(
    r"[*＊×●•某]|.(女士|先生|小姐|太太|夫人|老师|师傅|阿姨|叔叔|同学|经理|老板|总)$"
)


_CHARACTERS = 1 << 15


def plain(value: str) -> str:
    """The value without differences of width, case and spacing."""
    return " ".join(unicodedata.normalize("NFKC", value).casefold().split())


def transform(name: str) -> Transform:
    """The transform of a name such as `digits` or, with a number, `first:3`.

    Raises:
        ValueError: saying which there are.
    """
    kind, _, count = name.partition(":")
    if kind in _COUNTED and count.isascii() and count.isdecimal() and int(count) > 0:
        return _counted(kind, int(count))
    if name in TRANSFORMS:
        return TRANSFORMS[name]
    known = ", ".join([*(f"{kind}:N" for kind in _COUNTED), *TRANSFORMS])
    raise ValueError(f"a transform, one of {known}; not {name}")


def _counted(kind: str, count: int) -> Transform:
    return lambda text: (_COUNTED[kind](text, count),)


_COUNTED: Mapping[str, Callable[[str, int], str]] = {
    "first": lambda text, count: text[:count],
    "last": lambda text, count: text[-count:],
}


# A character at a time, by itself: keys need no right spelling and no right reading, only always
# the same, and to look at words takes twenty times longer.


@lru_cache(_CHARACTERS)
def _simplified_character(character: str) -> str:
    return han.simplified(character)


@lru_cache(_CHARACTERS)
def _syllable(character: str) -> str:
    return han.syllable(_simplified_character(character))


def _simplified(text: str) -> str:
    return text if text.isascii() else "".join(map(_simplified_character, text))


def _core(text: str) -> tuple[str]:
    """A nickname without decoration and numbers: `☆小明☆_88` and `小明1990` are one."""
    letters = _NEITHER_LETTER_NOR_DIGIT.sub("", _simplified(text))
    letters = _STROKE.sub("", letters) or letters
    return (_DIGITS_AT_AN_END.sub("", letters) or letters,)


def _pinyin(text: str) -> tuple[str]:
    letters = _NEITHER_LETTER_NOR_DIGIT.sub("", text)
    return (letters if letters.isascii() else "".join(map(_syllable, letters)),)


def _initials(text: str) -> tuple[str]:
    words = _WORD.findall(_IDEOGRAPH.sub(lambda found: f" {_syllable(found[0])} ", text))
    return ("".join(word[0] for word in words),)


def _whole(text: str) -> tuple[str, ...]:
    """A name, unless it is one in part, as 王女士 and 王*明 are."""
    return () if _PARTIAL.search(text) else (text,)


def _year(text: str) -> tuple[str, ...]:
    digits = _NO_DIGIT.sub("", text)
    return (digits[:4],) if len(digits) >= 4 else ()


def _month_day(text: str) -> tuple[str, ...]:
    digits = _NO_DIGIT.sub("", text)
    return (digits[4:8],) if len(digits) == 8 else ()


TRANSFORMS: Mapping[str, Transform] = {
    "core": _core,
    "digits": lambda text: (_NO_DIGIT.sub("", text),),
    "initials": _initials,
    "letters": lambda text: (_NEITHER_LETTER_NOR_DIGIT.sub("", text),),
    "local": lambda text: (text.partition("@")[0],),
    "metaphone": lambda text: (jellyfish.metaphone(text).replace(" ", ""),),
    "month_day": _month_day,
    "pinyin": _pinyin,
    "simplified": lambda text: (_simplified(text),),
    "sorted": lambda text: (" ".join(sorted(_WORD.findall(text))),),
    "soundex": lambda text: (jellyfish.soundex(text),),
    "tokens": _WORD.findall,
    "whole": _whole,
    "year": _year,
}
"""`initials` are those of the pinyin, or of the words; `local` is what stands before the @ of an
email; `sorted` has the words in order; `tokens` is each word by itself; `whole` is a name that is
not masked and has no title for a given name; `year` and `month_day` are of a date that begins with
its year."""
