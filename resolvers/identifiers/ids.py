"""Ids that platforms give out, by the form the platform documents."""

import re
from dataclasses import dataclass
from typing import Literal

from resolvers.identifiers.text import normalize_text

_ONLY_ZEROS = re.compile(r"[0:-]+")


@dataclass(frozen=True, slots=True)
class IdForm:
    """How a platform's id looks. `case` is `lower` where the platform ignores case."""

    pattern: re.Pattern[str]
    expected: str
    case: Literal["as is", "lower"] = "as is"


WEIXIN_ID = IdForm(
    re.compile(r"[A-Za-z0-9_-]{1,64}"),
    "a WeChat id: letters, digits, _ and -, at most 64",
)
"""openid and unionid. Today they have 28 characters, but Tencent promises no length and its own
test accounts use shorter ones, so only the alphabet is checked."""

EXTERNAL_USERID = IdForm(
    re.compile(r"w[mo][A-Za-z0-9_-]{4,62}"),
    "a WeCom external contact: wm or wo, then letters, digits, _ and -",
)
"""WeCom: `wm` for a WeChat user, `wo` for a user of another WeCom."""

WEIBO_UID = IdForm(re.compile(r"[1-9][0-9]{0,19}"), "a Weibo uid: at most 20 digits, no leading 0")

WEIXIN_NAME = IdForm(
    re.compile(r"[a-z][a-z0-9_-]{5,19}"),
    "a WeChat name: a letter, then 5 to 19 letters, digits, _ and -",
    case="lower",
)
"""The name a WeChat user may choose (微信号), or the `wxid_…` given at first."""


def normalize_id(form: IdForm, value: str) -> str:
    """The trimmed id.

    Raises:
        ValueError: when it does not have the form.
    """
    text = normalize_text(value)
    if form.case == "lower":
        text = text.lower()
    if not form.pattern.fullmatch(text):
        raise ValueError(form.expected)
    return text


def normalize_advertising_id(value: str) -> str:
    """IDFA, GAID or OAID in lower case.

    Raises:
        ValueError: for the all-zero id that a device gives out when its owner forbade tracking.
    """
    text = normalize_text(value).lower()
    if _ONLY_ZEROS.fullmatch(text):
        raise ValueError("an advertising id that is not all zeros")
    return text


def normalize_national_id(value: str) -> str:
    """The trimmed number in upper case (a Chinese number may end in X). No check sum is asked."""
    return normalize_text(value).upper()
