"""ClickHouse's own compressed blocks: `compress=1` for answers, `decompress=1` for bodies.

A block is a CityHash128 of the rest (16 bytes), the method (1), the size of the data with this and
the next two fields (4), its size in plain (4), and the data.
"""

import struct
from collections.abc import AsyncIterator

import lz4.block  # type: ignore[import-untyped]
import zstandard

from pipeline.embedded.clickhouse_server.cityhash import city_hash_128
from pipeline.embedded.clickhouse_server.errors import EngineError

_CHECKSUM_BYTES = 16
_HEADER = struct.Struct("<BII")
_PLAIN, _LZ4, _ZSTD = 0x02, 0x82, 0x90
_BLOCK_BYTES = 1024 * 1024
_LONGEST_BLOCK_BYTES = 1024 * 1024 * 1024
_CHECKSUM_DOESNT_MATCH = 40
_CANNOT_DECOMPRESS = 271


class BlockCompressor:
    """Compresses a body as LZ4 blocks."""

    def compress(self, data: bytes) -> bytes:
        """The data as whole blocks."""
        return b"".join(
            _block(data[at : at + _BLOCK_BYTES]) for at in range(0, len(data), _BLOCK_BYTES)
        )

    def flush(self) -> bytes:
        """Nothing: no data is kept back."""
        return b""


async def unpacked(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The data of a body of blocks, which may be split anywhere.

    Raises:
        EngineError: a block that is damaged, too long, or cut off.
    """
    begun = bytearray()
    async for chunk in body:
        begun += chunk
        while (end := _end_of_block(begun)) <= len(begun):
            yield _plain(bytes(begun[:end]))
            del begun[:end]
    if begun:
        raise EngineError(_CANNOT_DECOMPRESS, "Cannot decompress: the body ends within a block.")


def _block(data: bytes) -> bytes:
    packed = lz4.block.compress(data, store_size=False)
    checked = _HEADER.pack(_LZ4, _HEADER.size + len(packed), len(data)) + packed
    return city_hash_128(checked) + bytes(checked)


def _end_of_block(begun: bytearray) -> int:
    """Where the first block ends; or, without its header, where that does."""
    header_end = _CHECKSUM_BYTES + _HEADER.size
    if len(begun) < header_end:
        return header_end
    _, packed_size, plain_size = _HEADER.unpack_from(begun, _CHECKSUM_BYTES)
    if not _HEADER.size <= packed_size <= _LONGEST_BLOCK_BYTES >= plain_size:
        raise EngineError(_CANNOT_DECOMPRESS, "Cannot decompress: not a compressed block.")
    return _CHECKSUM_BYTES + int(packed_size)


def _plain(block: bytes) -> bytes:
    checked = block[_CHECKSUM_BYTES:]
    if city_hash_128(checked) != block[:_CHECKSUM_BYTES]:
        raise EngineError(_CHECKSUM_DOESNT_MATCH, "Checksum doesn't match: corrupted data.")
    method, _, plain_size = _HEADER.unpack_from(checked)
    data = checked[_HEADER.size :]
    try:
        if method == _LZ4:
            return bytes(lz4.block.decompress(data, uncompressed_size=plain_size))
        if method == _ZSTD:
            return zstandard.ZstdDecompressor().decompress(data, max_output_size=plain_size)
    except (lz4.block.LZ4BlockError, zstandard.ZstdError) as error:
        raise EngineError(_CANNOT_DECOMPRESS, f"Cannot decompress: {error}.") from error
    if method == _PLAIN:
        return data
    raise EngineError(_CANNOT_DECOMPRESS, f"Unknown compression method {method:#x} of a block.")
