"""The worker's own Prometheus metrics, every one of them.

Those that it shares with the sink stand in `pipeline.observing.metrics`.
"""

from collections.abc import Mapping

from prometheus_client import Counter, Histogram

from resolvers.resolution import Comparing

MESSAGES = Counter(
    "guiyi_messages_total",
    "Messages that an agent took, by what became of them: done, dropped, rejected",
    ["agent", "outcome"],
)
STOPPED = Counter(
    "guiyi_stopped_messages_total",
    "Messages that went no further, by the step that dropped or rejected them",
    ["agent", "step", "outcome"],
)
PRODUCED = Counter(
    "guiyi_produced_messages_total", "Messages that the broker confirmed, by topic", ["topic"]
)
BATCH_EVENTS = Histogram(
    "guiyi_batch_events",
    "Messages in a batch that an agent took",
    ["agent"],
    buckets=(1, 10, 50, 100, 250, 500, 1000, 2000, 5000, 10_000),
)
BATCH_SECONDS = Histogram(
    "guiyi_batch_seconds", "Work on a batch, from when an agent takes it to its end", ["agent"]
)
STORE_SECONDS = Histogram("guiyi_store_seconds", "Applying a batch to the identity store")
PAIRS = Counter(
    "guiyi_pairs_total",
    "Pairs of accounts at the match model: compared, their weights kept or withdrawn, and left out "
    "since all their blocks are oversized (as far as those are counted)",
    ["outcome"],
)
DIVIDED = Counter(
    "guiyi_divided_parts_total",
    "Parts of the identity graph that needed a higher threshold: too many accounts were connected",
)
PRODUCE_SECONDS = Histogram("guiyi_produce_seconds", "Producing a batch until it is confirmed")

Stops = Mapping[tuple[str, str], int]
"""How many messages ended at (step, outcome); the outcome is dropped or rejected."""


def count(agent: str, *, done: int, stops: Stops) -> None:
    """Count a batch's messages by what became of them, and where."""
    MESSAGES.labels(agent, "done").inc(done)
    for (step, outcome), messages in stops.items():
        MESSAGES.labels(agent, outcome).inc(messages)
        STOPPED.labels(agent, step, outcome).inc(messages)


def count_produced(by_topic: Mapping[str, int]) -> None:
    """Count messages that the broker confirmed."""
    for topic, messages in by_topic.items():
        PRODUCED.labels(topic).inc(messages)


def count_comparing(comparing: Comparing) -> None:
    """Count what comparing accounts came to in a batch."""
    PAIRS.labels("compared").inc(comparing.compared)
    PAIRS.labels("kept").inc(comparing.kept)
    PAIRS.labels("withdrawn").inc(comparing.withdrawn)
    PAIRS.labels("left_out").inc(comparing.left_out)
    DIVIDED.inc(comparing.divided)
