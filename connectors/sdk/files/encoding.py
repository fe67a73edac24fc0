"""Find out how an export is encoded, and its checksum, in one pass over the bytes."""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

_CHUNK_BYTES = 1 << 20
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

UNDECODABLE = "surrogateescape"
"""The error handler that keeps bytes that are no text in the encoding recognizable."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look over the whole file tells."""

    encoding: str
    sha256: str
    size_bytes: int


def survey(path: Path, encoding: str | None = None) -> Survey:
    """Hash the file and name its encoding, unless it is given.

    A byte order mark decides. Without one the file is UTF-8, unless most of what is not ASCII in it
    is broken as UTF-8: then it is GB18030, which Chinese editions of Excel write. A few broken
    bytes in a UTF-8 file leave it UTF-8.

    Raises:
        OSError: when the file cannot be read.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")(UNDECODABLE)
    size = foreign = broken = 0
    found = encoding
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            if size == 0 and found is None:
                found = next(
                    (name for mark, name in _MARKS.items() if chunk.startswith(mark)), None
                )
            digest.update(chunk)
            size += len(chunk)
            if found is None and not (chunk.isascii() and not broken):
                text = decoder.decode(chunk)
                foreign += sum(character > "\x7f" for character in text)
                broken += sum(is_undecodable(character) for character in text)
    if found is None:
        found = "gb18030" if broken * 2 > foreign else "utf-8"
    return Survey(found, digest.hexdigest(), size)


def is_undecodable(text: str) -> bool:
    """Whether the text holds bytes that its encoding does not know."""
    return any("\udc80" <= character <= "\udcff" for character in text)
