"""Faust's aiokafka transport with the batch consumer in it."""

from typing import Any, ClassVar, cast

import faust
from faust.transport.drivers.aiokafka import Transport

from pipeline.streams.consumer import BatchConsumer


class BatchTransport(Transport):
    """A transport whose agents get batches of at most `max_batch_events` messages."""

    Consumer: ClassVar[type[BatchConsumer]] = BatchConsumer

    def __init__(self, app: faust.App, *, max_batch_events: int) -> None:
        super().__init__(app.conf.broker_consumer, app)
        self.max_batch_events = max_batch_events

    def create_consumer(self, callback: Any, **options: Any) -> BatchConsumer:
        consumer = cast("BatchConsumer", super().create_consumer(callback, **options))
        consumer.max_batch_events = self.max_batch_events
        return consumer
