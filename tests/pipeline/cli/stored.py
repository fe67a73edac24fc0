"""A store that is there, with no stack running."""

from pathlib import Path

from pipeline.settings import Settings
from resolvers.policy import load_policy
from resolvers.resolver import Resolver
from resolvers.store import open_store
from schemas.event import CustomerEvent
from tests.resolvers.feeding import Partition

PHONE = ("phone", "+8613912345678")


def store(data: Path, *events: CustomerEvent) -> Path:
    """Have the store of a data directory hold the events; the directory."""
    opened = open_store(Settings(data_dir=data).identity_store_url)
    Partition(Resolver(opened, load_policy())).deliver(*events)
    opened.close()
    return data
