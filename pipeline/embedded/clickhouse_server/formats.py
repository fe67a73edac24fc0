"""What the server knows about ClickHouse's output formats."""

import re

# Formats whose pieces simply follow one another. Others, with a header or a footer, come whole:
# chDB gives no header for an empty stream, and no right footer.
STREAMABLE = frozenset(
    {
        "Native",
        "RowBinary",
        "TabSeparated",
        "TSV",
        "TabSeparatedRaw",
        "TSVRaw",
        "CSV",
        "JSONEachRow",
        "JSONLines",
        "NDJSON",
        "JSONCompactEachRow",
        "JSONStringsEachRow",
    }
)

_CONTENT_TYPES = (
    (re.compile("(TabSeparated|TSV).*"), "text/tab-separated-values; charset=UTF-8"),
    (re.compile("CSVWithNames.*"), "text/csv; charset=UTF-8; header=present"),
    (re.compile("CSV"), "text/csv; charset=UTF-8; header=absent"),
    (re.compile("JSON.*EachRow.*|JSONLines|NDJSON"), "application/x-ndjson; charset=UTF-8"),
    (re.compile("JSON.*"), "application/json; charset=UTF-8"),
    (re.compile("XML"), "application/xml; charset=UTF-8"),
    (re.compile("(Pretty|Vertical|Markdown|Values|SQLInsert).*"), "text/plain; charset=UTF-8"),
)


def content_type(name: str) -> str:
    """The `Content-Type` of a format, as ClickHouse gives it."""
    for pattern, media_type in _CONTENT_TYPES:
        if pattern.fullmatch(name):
            return media_type
    return "application/octet-stream"
