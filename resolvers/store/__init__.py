"""The identity store: the graph, the profiles and the outbox, on SQLite or PostgreSQL."""

from resolvers.store.applied import Versions
from resolvers.store.assertions import Assertions, Decided, StoredDecision
from resolvers.store.documents import documents
from resolvers.store.graph import Graph, StoredAccount
from resolvers.store.outbox import Outbox
from resolvers.store.progress import Progress
from resolvers.store.store import IdentityStore, Transaction, open_store
from resolvers.store.weights import Pair

__all__ = [
    "Assertions",
    "Decided",
    "Graph",
    "IdentityStore",
    "Outbox",
    "Pair",
    "Progress",
    "StoredAccount",
    "StoredDecision",
    "Transaction",
    "Versions",
    "documents",
    "open_store",
]
