"""A broker that the store has not met knows nothing: tell it every change, profile and end."""

import asyncio
from collections.abc import Iterator
from functools import partial
from itertools import islice

import structlog

from pipeline.flow.masking import Masking
from pipeline.flow.outputs import Output, Outputs
from pipeline.flow.patience import until_there
from pipeline.flow.resolving import tombstone
from resolvers.policy import Policy
from resolvers.store import IdentityStore
from schemas.topics import IDENTITY_CHANGES, PROFILES

log = structlog.get_logger()

CHUNK = 2000


async def republish(
    outputs: Outputs, store: IdentityStore, policy: Policy, masking: Masking, cluster_id: str
) -> None:
    """Bring a new broker's changes and profiles to the store's state, once for each cluster id.

    Stopped half-way, it begins again at the next start: both topics are idempotent to readers.
    """
    if store.knows_cluster(cluster_id):
        return
    told = 0
    messages = _all_messages(store, policy, masking)
    while chunk := await asyncio.to_thread(lambda: list(islice(messages, CHUNK))):
        await until_there("broker", partial(outputs.produce, chunk))
        told += len(chunk)
    store.remember_cluster(cluster_id)
    log.info("new_broker", cluster_id=cluster_id, republished=told)


def _all_messages(store: IdentityStore, policy: Policy, masking: Masking) -> Iterator[Output]:
    for change in store.all_changes():
        yield Output.of(IDENTITY_CHANGES, masking.change(change))
        for profile_id in change.ended:
            yield tombstone(str(profile_id), change.version)
    for profile in store.all_profiles(policy):
        yield Output.of(PROFILES, masking.profile(profile))
