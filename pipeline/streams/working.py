"""The body of an agent over batches."""

from collections.abc import Callable, Coroutine
from typing import Any

from pipeline.streams.batch import Batch

Work = Callable[[Batch], Coroutine[Any, Any, None]]


async def work_through(stream: Any, work: Work) -> None:
    """Do `work` with each batch of an agent's stream, and acknowledge it when that returns.

    Work on a batch whose partition is taken away is cancelled, and not acknowledged. What `work`
    raises is raised: the batch stays unacknowledged, and its partition stands still until the
    process ends, since Faust would start the agent again behind it.
    """
    async for event in stream.noack().events():
        batch: Batch = event.value
        if await batch.claim.hold(work(batch)):
            event.ack()
