"""Which accounts are one person: a pure function of the evidence in one component."""

from resolvers.clustering.cluster import cluster
from resolvers.clustering.component import Assertion, Component, PairWeight, Verdict
from resolvers.clustering.partition import Drop, Link, Partition, Refusal, Veto
from resolvers.clustering.parts import Part, parts
from resolvers.clustering.silence import Silence, silence
from resolvers.clustering.speaking import speaking

__all__ = [
    "Assertion",
    "Component",
    "Drop",
    "Link",
    "PairWeight",
    "Part",
    "Partition",
    "Refusal",
    "Silence",
    "Verdict",
    "Veto",
    "cluster",
    "parts",
    "silence",
    "speaking",
]
