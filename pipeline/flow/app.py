"""The Faust app: its settings, its two agents, its health."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import faust

from connectors.registry import PLATFORMS
from pipeline.dead_letters.bound import DeadLetterBound
from pipeline.flow.hash_key import hash_key
from pipeline.flow.lag import worker_lags
from pipeline.flow.leaving import leaving_on_a_bug
from pipeline.flow.masking import Masking
from pipeline.flow.observing import observed
from pipeline.flow.outputs import Outputs
from pipeline.flow.refusing import Refusing
from pipeline.flow.republishing import republish
from pipeline.flow.worker import Worker
from pipeline.identity import criteria_of, resolver_on, tell_if_not_applied, tell_if_outgrown
from pipeline.kafka import WORKER_GROUP, bootstrap_servers, cluster_id, session_seconds
from pipeline.observing.lag import LagMetrics
from pipeline.observing.pages import Page, pages_of
from pipeline.settings import Settings
from pipeline.streams import (
    Batch,
    BatchSchema,
    BatchTransport,
    PromptTableManager,
    Work,
    work_through,
)
from resolvers.policy import load_policy
from resolvers.store import open_store
from schemas.topics import EVENTS, MAX_MESSAGE_BYTES, raw_topic

BATCHES_AT_ONCE = 4
"""Partitions that an agent works on at the same time, where the work is not SQLite's."""

DECISIONS_EVERY_SECONDS = 2.0
"""How often a worker looks for what persons decided and no batch has told of."""

GRACE_SECONDS = 10.0
EMBEDDED_GRACE_SECONDS = 1.5
"""How long a rebalance or a stop waits for batches in work; the embedded stack stops in a hurry."""


def create_app(settings: Settings) -> faust.App:
    """A worker's app over the brokers, the store and the policy that `settings` name.

    Raises:
        Retry: when the broker or the store is away.
        Fatal: when the policy's or the model's file cannot be used.
    """
    app = faust.App(WORKER_GROUP, **_options(settings))
    app.transport = BatchTransport(
        app,
        max_batch_events=settings.max_batch_events,
        grace_seconds=EMBEDDED_GRACE_SECONDS if settings.embedded_broker else GRACE_SECONDS,
    )
    cluster = cluster_id(settings)
    store, policy = open_store(settings.identity_store_url), load_policy(settings.policy_file)
    tell_if_not_applied(store, criteria := criteria_of(settings))
    tell_if_outgrown(store, criteria)
    resolver = resolver_on(store, settings)
    masking = Masking(hash_key(settings), settings.personal_values)
    outputs = Outputs(settings)
    bound = DeadLetterBound(
        WORKER_GROUP, settings.max_dead_letters, settings.dead_letter_window_seconds
    )
    refusing = Refusing(outputs, bound, cluster)
    worker = Worker(
        outputs=outputs,
        resolver=resolver,
        masking=masking,
        refusing=refusing,
        policy_version=policy.version,
        cluster_id=cluster,
        region=settings.default_region,
    )
    broker_is_told = asyncio.Event()
    # SQLite takes one writer at a time: a second one would only wait for the first, by polling.
    is_sqlite = settings.identity_store_url.startswith("sqlite")
    _add_agents(app, worker, broker_is_told, writers=1 if is_sqlite else BATCHES_AT_ONCE)
    _add_pages(app, settings.unhealthy_after_seconds)

    @app.task  # type: ignore[untyped-decorator]
    async def tell_a_new_broker() -> None:
        with leaving_on_a_bug("tell_a_new_broker"):
            await republish(
                outputs, refusing, store, policy=policy, masking=masking, cluster_id=cluster
            )
        broker_is_told.set()

    @app.task  # type: ignore[untyped-decorator]
    async def tell_decisions() -> None:
        await broker_is_told.wait()
        while not app.should_stop:
            with leaving_on_a_bug("tell_decisions"):
                await worker.tell_decisions()
            await app.sleep(DECISIONS_EVERY_SECONDS)

    @app.on_before_shutdown.connect
    async def disconnect(*_sender: Any, **_options: Any) -> None:
        await outputs.stop()
        # Closing writes SQLite's log into its one file, which then can be copied alone.
        await asyncio.to_thread(store.close)

    return app


def _options(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {
        "broker": [f"kafka://{server}" for server in bootstrap_servers(settings)],
        "broker_commit_interval": 0.5,
        "broker_session_timeout": session_seconds(settings),
        "broker_heartbeat_interval": 1.0,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": MAX_MESSAGE_BYTES,
        "TableManager": PromptTableManager,
        "store": "memory://",
        "datadir": str(settings.data_dir / "faust"),
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "web_enabled": settings.worker_port != 0,
        "web_bind": settings.pages_host,
        "web_host": settings.pages_host,
    }
    if settings.worker_port:  # Faust refuses 0
        options["web_port"] = settings.worker_port
    if settings.embedded_broker:
        options |= {
            "broker_rebalance_timeout": session_seconds(settings),
            "broker_request_timeout": 10.0,
        }
    return options


def _add_agents(app: faust.App, worker: Worker, may_begin: asyncio.Event, writers: int) -> None:
    def agent_over(name: str, topics: list[str], work: Work, concurrency: int) -> None:
        async def leave_or_work(batch: Batch) -> None:
            with observed(name, batch), leaving_on_a_bug(name):
                await work(batch)

        @app.agent(app.topic(*topics, schema=BatchSchema()), name=name, concurrency=concurrency)
        async def take_batches(stream: Any) -> None:
            await may_begin.wait()
            await work_through(stream, leave_or_work)

    raw_topics = [raw_topic(name).name for name in PLATFORMS]
    agent_over("normalize", raw_topics, worker.normalize, BATCHES_AT_ONCE)
    agent_over("resolve", [EVENTS.name], worker.resolve, writers)


def _add_pages(app: faust.App, patience_seconds: float) -> None:
    def assigned() -> int:
        return 0 if app.rebalancing else len(app.consumer.assignment())

    LagMetrics(WORKER_GROUP, partial(worker_lags, app))
    for path, make in pages_of(assigned, patience_seconds).items():

        @app.page(path)
        async def answer(view: Any, _request: Any, make: Callable[[], Page] = make) -> Any:
            page = make()
            kind = page.content_type.partition(";")[0]
            return view.bytes(page.body, content_type=kind, status=page.status)
