"""Compressed bodies: what clients send, and what they accept."""

import zlib
from collections.abc import AsyncIterator, Callable
from typing import Protocol

import lz4.frame  # type: ignore[import-untyped]
import zstandard

from pipeline.embedded.clickhouse_server.blocks import BlockCompressor
from pipeline.embedded.clickhouse_server.errors import EngineError

UNKNOWN_COMPRESSION_METHOD = 89
_CANNOT_DECOMPRESS = 271
_AUTO_HEADER = 32
_LEVEL = 3


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes | None: ...

    def decompress(self, data: bytes) -> bytes: ...


class Compressor(Protocol):
    """Compresses one body piece by piece."""

    def compress(self, data: bytes) -> bytes: ...

    def flush(self) -> bytes: ...


class _Lz4Compressor:
    """The lz4 package's frame compressor, which wants its header asked for."""

    def __init__(self) -> None:
        self._frame = lz4.frame.LZ4FrameCompressor()
        self._header = self._frame.begin()

    def compress(self, data: bytes) -> bytes:
        header, self._header = self._header, b""
        return bytes(header + self._frame.compress(data))

    def flush(self) -> bytes:
        return bytes(self.compress(b"") + self._frame.flush())


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": lambda: zlib.decompressobj(zlib.MAX_WBITS | _AUTO_HEADER),
    "deflate": lambda: zlib.decompressobj(zlib.MAX_WBITS | _AUTO_HEADER),
    "lz4": lz4.frame.LZ4FrameDecompressor,
    "zstd": lambda: zstandard.ZstdDecompressor().decompressobj(),
}
BLOCKS = "clickhouse-blocks"
"""ClickHouse's own blocks. No header names them: the request's parameters agreed on them."""

_COMPRESSORS: dict[str, Callable[[], Compressor]] = {
    "zstd": lambda: zstandard.ZstdCompressor(level=_LEVEL).compressobj(),
    "lz4": _Lz4Compressor,
    "gzip": lambda: zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16),
    "deflate": lambda: zlib.compressobj(_LEVEL),
}


def compressor(encoding: str) -> Compressor:
    """A fresh compressor for `BLOCKS` or one of the encodings that `accepted` names."""
    return BlockCompressor() if encoding == BLOCKS else _COMPRESSORS[encoding]()


def accepted(accept_encoding: str) -> str | None:
    """The encoding to answer with, of those an `Accept-Encoding` header names; None for none."""
    offered = {part.split(";")[0].strip().lower() for part in accept_encoding.split(",")}
    return next((name for name in _COMPRESSORS if name in offered), None)


async def decompressed(body: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    """The body in plain. A body may be several frames, one after the other.

    Raises:
        EngineError: an unknown encoding, or bytes that are not what the encoding says.
    """
    make = _DECOMPRESSORS.get(encoding)
    if make is None:
        raise EngineError(
            UNKNOWN_COMPRESSION_METHOD, f"Unknown compression method {encoding!r} of the body."
        )
    frame, begun = make(), False
    async for chunk in body:
        rest = chunk
        while rest:
            if frame.eof:
                frame = make()
            try:
                plain = frame.decompress(rest)
            except (zlib.error, RuntimeError, zstandard.ZstdError) as error:
                raise EngineError(_CANNOT_DECOMPRESS, f"Cannot decompress: {error}.") from error
            rest = (frame.unused_data or b"") if frame.eof else b""
            begun = True
            if plain:
                yield plain
    if begun and not frame.eof:
        raise EngineError(_CANNOT_DECOMPRESS, "Cannot decompress: the body ends within a frame.")
