"""A broker that the store has not met knows nothing: tell it every change, profile and end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TypeVar
from uuid import UUID

import structlog

from pipeline.flow.masking import Masking
from pipeline.flow.outputs import Output, Outputs
from pipeline.flow.patience import until_there
from pipeline.flow.refusing import Refusing
from pipeline.flow.resolving import tombstone
from pipeline.flow.telling import tell
from resolvers.policy import Policy
from resolvers.store import IdentityStore, documents
from schemas.topics import IDENTITY_CHANGES, PROFILES

log = structlog.get_logger()

PAGE = 1000
"""Changes or profiles at a time."""

_Result = TypeVar("_Result")


async def republish(
    outputs: Outputs,
    refusing: Refusing,
    store: IdentityStore,
    *,
    policy: Policy,
    masking: Masking,
    cluster_id: str,
) -> None:
    """Bring a new broker's changes and profiles to the store's state, once for each cluster id.

    A broker or a store that is away is waited for, and then it goes on where it was. Stopped
    half-way, it begins again at the next start: both topics are idempotent to readers. What the
    broker refuses is among the dead letters before the broker counts as told.

    Raises:
        Halted: the broker refuses more than the bound of dead letters allows.
    """
    if await _from_store(partial(store.knows_cluster, cluster_id)):
        return
    told = 0
    async for page in _pages(store, policy, masking):
        unsent = await tell(outputs, page)
        await refusing.keep_unsent(unsent, made_of="the identity store")
        told += len(page) - len(unsent)
    await _from_store(partial(store.remember_cluster, cluster_id))
    log.info("new_broker", cluster_id=cluster_id, republished=told)


async def _pages(
    store: IdentityStore, policy: Policy, masking: Masking
) -> AsyncIterator[list[Output]]:
    sequence, profile_id = 0, UUID(int=0)
    while changes := await _from_store(partial(_changes, store, masking, sequence)):
        sequence, page = changes
        yield page
    while profiles := await _from_store(partial(_profiles, store, policy, masking, profile_id)):
        profile_id, page = profiles
        yield page


async def _from_store(ask: Callable[[], _Result]) -> _Result:
    return await until_there("store", lambda: asyncio.to_thread(ask))


def _changes(
    store: IdentityStore, masking: Masking, sequence: int
) -> tuple[int, list[Output]] | None:
    """The changes and ends behind this place in the history, with the place of the last."""
    page = store.read(lambda transaction: list(transaction.outbox.after(sequence, PAGE)))
    if not page:
        return None
    outputs: list[Output] = []
    for _, change in page:
        outputs.append(Output.of(IDENTITY_CHANGES, masking.change(change)))
        outputs += [tombstone(str(profile_id), change.version) for profile_id in change.ended]
    return page[-1][0], outputs


def _profiles(
    store: IdentityStore, policy: Policy, masking: Masking, profile_id: UUID
) -> tuple[UUID, list[Output]] | None:
    """The documents of the living profiles behind this one, with the id of the last."""
    ids, accounts = store.read(
        lambda transaction: (
            ids := transaction.graph.profile_ids_after(profile_id, PAGE),
            list(transaction.graph.accounts_of(ids)),
        )
    )
    if not ids:
        return None
    profiles = documents(accounts, policy)
    return ids[-1], [Output.of(PROFILES, masking.profile(profile)) for profile in profiles]
