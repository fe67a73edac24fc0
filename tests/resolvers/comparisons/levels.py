"""The level at which two accounts agree, by name."""

from resolvers.comparisons import NULL, Comparison, Description


def level(comparison: Comparison, left: str | tuple[str, ...], right: str | tuple[str, ...]) -> str:
    """The level of two accounts that state these values of the comparison's first field."""
    return level_of(comparison, _stating(comparison, left), _stating(comparison, right))


def level_of(comparison: Comparison, left: Description, right: Description) -> str:
    """The level of two accounts, whichever is named first."""
    found = int(comparison.levels_of([left], [right])[0])
    assert comparison.levels_of([right], [left])[0] == found
    return "null" if found == NULL else comparison.levels[found]


def _stating(comparison: Comparison, values: str | tuple[str, ...]) -> Description:
    several = (values,) if isinstance(values, str) else values
    return Description({comparison.fields[0]: several} if several else {})
