"""Telling the topics: a broker that is away is waited for."""

from collections.abc import Sequence

from pipeline.flow.outputs import Output, Outputs, Unsent
from pipeline.flow.patience import until_there


async def tell(outputs: Outputs, messages: Sequence[Output]) -> Sequence[Unsent]:
    """Return when the broker confirmed all of `messages`, however long that takes.

    Returned are those that it will never take.
    """
    if not messages:
        return ()
    return await until_there("broker", lambda: outputs.produce(messages))
