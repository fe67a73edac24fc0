"""ClickHouse's own compression, checked against blocks that the engine itself wrote."""

import asyncio
import struct
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import lz4.block  # type: ignore[import-untyped]
import pytest
import zstandard

from pipeline.embedded.clickhouse_server.blocks import BlockCompressor, unpacked
from pipeline.embedded.clickhouse_server.cityhash import city_hash_128
from pipeline.embedded.clickhouse_server.errors import EngineError
from tests.services.clickhouse import ClickHouseServer


def blocks_on_disk(path: Path) -> list[bytes]:
    found = []
    for file in path.glob("store/**/*.bin"):
        data, at = file.read_bytes(), 0
        while at < len(data):
            end = at + 16 + int(struct.unpack_from("<I", data, at + 17)[0])
            found.append(data[at:end])
            at = end
    return found


def test_the_checksum_is_the_engines(clickhouse_server: ClickHouseServer) -> None:
    for size in (*range(1, 300, 7), 5000, 300_000):
        name = f"sized_{size}"
        columns = "(a String CODEC(NONE)) ENGINE = MergeTree ORDER BY tuple()"
        settings = "SETTINGS min_bytes_for_wide_part = 0"
        for query in (
            f"CREATE TABLE {name} {columns} {settings}",
            f"INSERT INTO {name} SELECT randomString({size})",
        ):
            httpx.post(clickhouse_server.url, content=query).raise_for_status()
    blocks = blocks_on_disk(clickhouse_server.path)
    assert len({len(block) for block in blocks}) >= 45
    for block in blocks:
        assert city_hash_128(block[16:]) == block[:16]


def data_of(body: bytes, chunk_bytes: int) -> bytes:
    async def chunks() -> AsyncIterator[bytes]:
        for at in range(0, len(body), chunk_bytes):
            yield body[at : at + chunk_bytes]

    async def joined() -> bytes:
        return b"".join([piece async for piece in unpacked(chunks())])

    return asyncio.run(joined())


@pytest.mark.parametrize("chunk_bytes", [1, 24, 26, 10**9])
def test_blocks_may_be_split_anywhere(chunk_bytes: int) -> None:
    body = b"".join(map(BlockCompressor().compress, (b"first " * 100, b"", b"second")))
    assert data_of(body, chunk_bytes) == b"first " * 100 + b"second"


def test_damaged_blocks_are_refused() -> None:
    body = BlockCompressor().compress(b"data" * 100)
    for damaged in (body[:-1], body[:-1] + b"\x00", b"\xff" * 16 + body[16:], b"no block" * 9):
        with pytest.raises(EngineError):
            data_of(damaged, 1024)


def block(method: int, packed: bytes, plain_size: int) -> bytes:
    checked = struct.pack("<BII", method, 9 + len(packed), plain_size) + packed
    return city_hash_128(checked) + checked


def test_queries_and_answers_travel_in_blocks(clickhouse_url: str) -> None:
    query = b"SELECT number FROM numbers(300000)"
    for body in (
        BlockCompressor().compress(query),
        block(0x02, query, len(query)),
        block(0x90, zstandard.compress(query), len(query)),
    ):
        answer = httpx.post(clickhouse_url, params={"compress": 1, "decompress": 1}, content=body)
        assert "Content-Encoding" not in answer.headers
        data, lines = answer.content, b""
        while data:
            end = 16 + struct.unpack_from("<I", data, 17)[0]
            lines += unpacked_block(data[:end])
            data = data[end:]
        assert lines.splitlines()[-1] == b"299999"


def unpacked_block(data: bytes) -> bytes:
    method, _, plain_size = struct.unpack_from("<BII", data, 16)
    assert (method, city_hash_128(data[16:])) == (0x82, data[:16])
    return bytes(lz4.block.decompress(data[25:], uncompressed_size=plain_size))
