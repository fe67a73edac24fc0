"""Values of which nothing is known but that they are text."""

import unicodedata

LONGEST = 256
"""Longer values are no identifiers of anybody; they would only bloat the index."""


def normalize_text(value: str) -> str:
    """Unicode NFKC without surrounding white space; case stays, for an id may depend on it.

    Raises:
        ValueError: when nothing is left, it is too long, or it holds control characters.
    """
    text = (value if value.isascii() else unicodedata.normalize("NFKC", value)).strip()
    if not text:
        raise ValueError("a value that is not empty")
    if len(text) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters")
    if text.isprintable():  # most are, and to ask each character is dear
        return text
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise ValueError("a value without control characters")
    return text
