"""Reading just enough of a statement to serve it: what it is, its format, where its data begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.embedded.clickhouse_server.errors import EngineError

SYNTAX_ERROR = 62
NOT_IMPLEMENTED = 48

_TOKEN = re.compile(
    rb"""
    (?P<blank>   \s+ | --[^\n]* | \#[ !][^\n]* | /\*.*?\*/ )
  | (?P<quoted>  '(?:[^'\\]|\\.|'')*' | "(?:[^"\\]|\\.|"")*" | `(?:[^`\\]|\\.|``)*` )
  | (?P<heredoc> \$(?P<tag>\w*)\$.*?\$(?P=tag)\$ )
  | (?P<word>    [A-Za-z_]\w* )
  | (?P<number>  \d\w* )
  | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_FORMAT = frozenset({b"SETTINGS", b"INTO"})
_STREAMING = frozenset({"SELECT", "WITH", "FROM", "("})
_READING = _STREAMING | {"SHOW", "DESCRIBE", "DESC", "EXPLAIN", "EXISTS", "VALUES", "USE", "SET"}


@dataclass(frozen=True, slots=True)
class Insert:
    """`INSERT … FORMAT x` or `… VALUES`: the data in `format` begins at byte `data_at`."""

    head: str
    format: str
    data_at: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Any other statement, without its FORMAT clause, whose name is `format`."""

    sql: str
    keyword: str
    format: str | None

    @property
    def streams(self) -> bool:
        """Whether the engine may hand out its result piece by piece."""
        return self.keyword in _STREAMING

    @property
    def reads_only(self) -> bool:
        """Whether it leaves all data as it is."""
        return self.keyword in _READING


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: bytes
    start: int
    end: int

    @property
    def upper(self) -> bytes:
        return self.text.upper()


def read_statement(text: bytes, *, complete: bool) -> Insert | Statement | None:
    """Read a statement, or as much of it as has arrived.

    Args:
        text: the statement so far, in UTF-8, perhaps followed by data in any encoding.
        complete: whether nothing more will come.

    Returns:
        None when more has to arrive before anything can be said.

    Raises:
        EngineError: the statement cannot be served.
    """
    tokens = _tokens(text)
    first = next(tokens, None)
    if first is None and complete:
        raise EngineError(SYNTAX_ERROR, "Syntax error: failed at position 1: Empty query.")
    if first is None or (first.end == len(text) and not complete):
        return None
    if first.upper == b"INSERT":
        insert = _insert(text, tokens, complete=complete)
        if insert is not None:
            return insert
    return _statement(text) if complete else None


def _tokens(text: bytes) -> Iterator[_Token]:
    """Tokens outside parentheses, brackets and braces, without blanks and comments."""
    depth = 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "blank":
            continue
        token = _Token(kind, found[0], found.start(), found.end())
        if token.text in {b")", b"]", b"}"}:
            depth -= 1
        elif depth == 0:
            yield token
        if token.text in {b"(", b"[", b"{"}:
            depth += 1


def _insert(text: bytes, tokens: Iterator[_Token], *, complete: bool) -> Insert | None:
    """The insert, or None while its data has not begun or when it has none of its own."""
    for token in tokens:
        if token.upper in {b"SELECT", b"WITH"}:
            _refuse_data_for_select(text[token.start :])
            return None
        if token.upper == b"VALUES" and (token.end < len(text) or complete):
            return Insert(_decoded(text[: token.start]), "Values", token.end)
        if token.upper == b"FORMAT":
            name = next(tokens, None)
            data_at = len(text) if name is None else _data_start(text, name.end)
            if name is None or (data_at == len(text) and not complete):
                return None
            return Insert(_decoded(text[: token.start]), _decoded(name.text), data_at)
    return None


def _data_start(text: bytes, at: int) -> int:
    """Skip what ClickHouse skips between a format's name and its data: blanks, one line end."""
    while text[at : at + 1] in {b" ", b"\t", b"\f"}:
        at += 1
    if text[at : at + 1] == b"\r":
        at += 1
    return at + 1 if text[at : at + 1] == b"\n" else at


def _refuse_data_for_select(select: bytes) -> None:
    # The engine would accept such a statement and drop the data without a word.
    if re.search(rb"\bFROM\s+input\s*\(", select, re.IGNORECASE):
        raise EngineError(NOT_IMPLEMENTED, "INSERT … SELECT FROM input(…) is not supported here.")


def _statement(text: bytes) -> Statement:
    tokens = list(_tokens(text))
    end = next((index for index, token in enumerate(tokens) if token.text == b";"), len(tokens))
    if any(token.text != b";" for token in tokens[end:]):
        raise EngineError(SYNTAX_ERROR, "Syntax error (Multi-statements are not allowed).")
    sql = text[: tokens[end].start] if end < len(tokens) else text
    keyword, clause = tokens[0].upper.decode(), _format_clause(tokens[:end])
    if clause is None:
        return Statement(_decoded(sql), keyword, None)
    without = sql[: clause[0].start] + sql[clause[1].end :]
    return Statement(_decoded(without), keyword, clause[1].text.decode())


def _format_clause(tokens: list[_Token]) -> tuple[_Token, _Token] | None:
    """The last FORMAT and the name after it, if they stand where a format clause may stand."""
    for index in range(len(tokens) - 2, -1, -1):
        keyword, name, *rest = tokens[index : index + 3]
        if keyword.upper == b"FORMAT" and name.kind == "word":
            return (keyword, name) if not rest or rest[0].upper in _AFTER_FORMAT else None
    return None


def _decoded(sql: bytes) -> str:
    try:
        return sql.decode()
    except UnicodeDecodeError as error:
        raise EngineError(SYNTAX_ERROR, f"Syntax error: not UTF-8 at byte {error.start}.") from None
