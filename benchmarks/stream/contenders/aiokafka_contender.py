"""The limit: aiokafka's consumer alone, by `getmany`."""

import asyncio
import sys

from aiokafka import AIOKafkaConsumer

from benchmarks.stream.measure import Meter


async def consume(bootstrap: str, topic: str, events: int) -> None:
    meter = Meter(events)
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    while True:
        fetched = await consumer.getmany(timeout_ms=1000)
        meter.count(sum(map(len, fetched.values())))


if __name__ == "__main__":
    asyncio.run(consume(sys.argv[1], sys.argv[2], int(sys.argv[3])))
