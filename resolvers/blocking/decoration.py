"""What nicknames are decorated with, beside emoji and punctuation."""

STROKES = frozenset("丶灬乀丿丨丷乄艹彡巛ツヅゞの")
"""Letters of their own right that stand around nicknames as ornament."""
