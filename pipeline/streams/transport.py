"""Faust's aiokafka transport with the batch consumer in it."""

from typing import Any, ClassVar, cast

import faust
from faust.transport.drivers.aiokafka import Transport

from pipeline.kafka import METADATA_MAX_AGE_SECONDS
from pipeline.streams.consumer import BatchConsumer
from pipeline.streams.lane import Limits
from pipeline.streams.starting import WaitingProducer

MAX_BATCH_BYTES = 16 * 1024 * 1024
GRACE_SECONDS = 10.0


class BatchTransport(Transport):
    """A transport whose agents get batches.

    Args:
        app: the app it is of.
        max_batch_events: messages in a batch at most.
        max_batch_bytes: bytes of its keys and values at most; a larger message comes alone.
        grace_seconds: how long a rebalance or a stop waits for batches in work. A rebalance holds
            the whole group up for that, and it must end before `broker_rebalance_timeout`.
    """

    Consumer: ClassVar[type[BatchConsumer]] = BatchConsumer
    Producer: ClassVar[type[WaitingProducer]] = WaitingProducer

    def __init__(
        self,
        app: faust.App,
        *,
        max_batch_events: int,
        max_batch_bytes: int = MAX_BATCH_BYTES,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self._limits = Limits(max_events=max_batch_events, max_bytes=max_batch_bytes)
        self._grace_seconds = grace_seconds
        app.conf.consumer_metadata_max_age_ms = METADATA_MAX_AGE_SECONDS * 1000

    def create_consumer(self, callback: Any, **options: Any) -> BatchConsumer:
        consumer = cast("BatchConsumer", super().create_consumer(callback, **options))
        consumer.configure(self._limits, self._grace_seconds)
        return consumer
