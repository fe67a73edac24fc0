"""The flow's Prometheus metrics, every one of them."""

from prometheus_client import Counter, Histogram

MESSAGES = Counter(
    "guiyi_messages_total",
    "Messages that an agent took, by what became of them: done, dropped, rejected",
    ["agent", "outcome"],
)
STORE_SECONDS = Histogram("guiyi_store_seconds", "Applying a batch to the identity store")
PRODUCE_SECONDS = Histogram("guiyi_produce_seconds", "Producing a batch until it is confirmed")


def count(agent: str, *, done: int, dropped: int, rejected: int) -> None:
    """Count a batch's messages by outcome."""
    MESSAGES.labels(agent, "done").inc(done)
    MESSAGES.labels(agent, "dropped").inc(dropped)
    MESSAGES.labels(agent, "rejected").inc(rejected)
