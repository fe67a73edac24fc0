"""A new broker is told all that the store knows, whatever is away or refused meanwhile."""

import asyncio
from collections.abc import Iterable, Sequence

import pytest

from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.flow.masking import Masking
from pipeline.flow.outputs import Output, Outputs, Unsent
from pipeline.flow.refusing import Refusing
from pipeline.flow.republishing import republish
from pipeline.kafka import create_topics
from pipeline.settings import Settings
from resolvers.policy import load_policy
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore, open_store
from schemas.dead_letter import DeadLetter
from schemas.event import Account
from schemas.raw import event_id_of
from schemas.topics import DEAD_LETTERS, IDENTITY_CHANGES, PROFILES, TOPICS
from tests.pipeline.flow.events import an_event
from tests.pipeline.flow.working import CLUSTER, Picky, values_on
from tests.resolvers.feeding import Partition
from tests.services.any_broker import AnyBroker
from tests.services.postgres_server import PostgresServer

PROFILES_IN_STORE = 3


class StoreGoesAway(Outputs):
    """Outputs after whose first batch PostgreSQL goes away for a second."""

    def __init__(self, settings: Settings, postgres: PostgresServer) -> None:
        super().__init__(settings)
        self._postgres = postgres
        self.comes_back: asyncio.Task[None] | None = None

    async def produce(self, outputs: Iterable[Output]) -> Sequence[Unsent]:
        unsent = await super().produce(outputs)
        if self.comes_back is None:
            self._postgres.kill()
            self.comes_back = asyncio.create_task(start_soon(self._postgres))
        return unsent


async def start_soon(postgres: PostgresServer) -> None:
    await asyncio.sleep(1)
    postgres.start()
    await asyncio.to_thread(postgres.wait_until_ready)


@pytest.fixture
def settings(own_broker: AnyBroker) -> Settings:
    create_topics(own_broker.settings, TOPICS)
    return own_broker.settings


@pytest.fixture
def store(own_postgres: PostgresServer) -> IdentityStore:
    """A store with a few profiles, each of which came with a change."""
    store = open_store(own_postgres.create_database("guiyi"))
    events = [
        an_event(
            account=Account.of("wechat_oa", "new", f"openid{n}"),
            event_id=event_id_of("wechat_oa", "new", f"{n}"),
        )
        for n in range(PROFILES_IN_STORE)
    ]
    Partition(Resolver(store, load_policy())).deliver(*events)
    return store


async def tell_all(outputs: Outputs, store: IdentityStore) -> None:
    refusing = Refusing(outputs, DeadLetterBound("workers", 100, 60), CLUSTER)
    await republish(
        outputs,
        refusing,
        store,
        policy=load_policy(),
        masking=Masking(b"0123456789abcdef"),
        cluster_id=CLUSTER,
    )


def told(settings: Settings, topic: str) -> list[bytes | None]:
    return values_on(settings, topic, lambda _key: True)


def test_a_new_broker_is_told_all_once(settings: Settings, store: IdentityStore) -> None:
    async def run() -> None:
        outputs = Outputs(settings)
        await tell_all(outputs, store)
        await tell_all(outputs, store)
        await outputs.stop()

    asyncio.run(run())
    assert len(told(settings, IDENTITY_CHANGES.name)) == PROFILES_IN_STORE
    assert len(told(settings, PROFILES.name)) == PROFILES_IN_STORE


def test_a_store_that_is_away_is_waited_for_at_the_start_and_half_way(
    settings: Settings, store: IdentityStore, own_postgres: PostgresServer
) -> None:
    async def run() -> None:
        outputs = StoreGoesAway(settings, own_postgres)
        own_postgres.kill()
        starting = asyncio.create_task(start_soon(own_postgres))
        await tell_all(outputs, store)
        await starting
        assert outputs.comes_back is not None
        await outputs.comes_back
        await outputs.stop()

    asyncio.run(run())
    assert len(told(settings, IDENTITY_CHANGES.name)) == PROFILES_IN_STORE
    assert len(told(settings, PROFILES.name)) == PROFILES_IN_STORE
    assert store.knows_cluster(CLUSTER)


def test_what_the_broker_refuses_is_a_dead_letter(settings: Settings, store: IdentityStore) -> None:
    async def run() -> None:
        outputs = Picky(settings, PROFILES.name)
        await tell_all(outputs, store)
        await outputs.stop()

    asyncio.run(run())
    letters = [DeadLetter.from_bytes(value or b"") for value in told(settings, DEAD_LETTERS.name)]
    assert [letter.topic for letter in letters] == [PROFILES.name] * PROFILES_IN_STORE
    assert store.knows_cluster(CLUSTER)
