"""Salesforce's two forms of one id."""

import re

_SHORT_ID = re.compile(r"[0-9A-Za-z]{15}")
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def salesforce_id(text: str) -> str:
    """The 18-character form of a 15-character Salesforce id; any other text as it is.

    Each of the three added characters tells which of five characters are capital letters, as
    Salesforce's help describes under "convert 15-character ids" (and `CASESAFEID` computes).
    """
    if not _SHORT_ID.fullmatch(text):
        return text
    return text + "".join(_capitals(text[at : at + 5]) for at in (0, 5, 10))


def _capitals(five: str) -> str:
    return _CHECK[sum(1 << place for place, c in enumerate(five) if c.isupper())]
