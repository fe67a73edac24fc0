"""What a worker tells of a batch when others tell of the same profile, or the broker refuses."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial

import pytest
from prometheus_client import REGISTRY

from pipeline.dead_letters.halted import Halted
from pipeline.flow.outputs import Output, Outputs, Unsent
from pipeline.settings import Settings
from pipeline.streams import Batch
from resolvers.clustering import Verdict
from schemas.dead_letter import DeadLetter
from schemas.errors import Fatal
from schemas.event import Account, Content
from schemas.identity import ChangeKind, IdentityChange
from schemas.profile import Profile
from schemas.raw import RawEvent, event_id_of
from schemas.topics import (
    DEAD_LETTERS,
    EVENTS,
    HALTS,
    IDENTITY_CHANGES,
    MAX_MESSAGE_BYTES,
    PROFILES,
    RESOLVED_EVENTS,
)
from tests.pipeline.flow.events import an_event
from tests.pipeline.flow.working import Picky, Workers, a_batch, values_on, workers
from tests.pipeline.records import ARecord, record

__all__ = ["workers"]

pytestmark = pytest.mark.integration


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def a_page_view(properties: dict[str, str]) -> RawEvent:
    """As a site sends it."""
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    body = {
        "type": "track",
        "event": "Product Viewed",
        "messageId": "m-1",
        "anonymousId": "visitor-1",
        "timestamp": at.isoformat(),
        "properties": properties,
    }
    return RawEvent.of(
        platform="web",
        source_account="shop",
        kind="segment",
        dedupe_key="m-1",
        person_id="visitor-1",
        body=json.dumps(body).encode(),
        received_at=at,
    )


class HeldBack(Outputs):
    """Outputs whose first messages go only when `go` is set."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.began = asyncio.Event()
        self.go = asyncio.Event()

    async def produce(self, outputs: Iterable[Output]) -> Sequence[Unsent]:
        self.began.set()
        await self.go.wait()
        return await super().produce(outputs)


def test_the_last_document_on_the_topic_is_the_newest_though_an_older_one_was_told_late(
    workers: Workers,
) -> None:
    account = Account.of("wechat_oa", "late", "openid")
    first = an_event(account=account, event_id=event_id_of("wechat_oa", "late", "1"))
    second = an_event(account=account, event_id=event_id_of("wechat_oa", "late", "2"))

    async def run() -> None:
        slow, quick = HeldBack(workers.settings), Outputs(workers.settings)
        working = asyncio.create_task(workers.one(slow).resolve(a_batch(first)))
        await slow.began.wait()
        await workers.one(quick).resolve(a_batch(second, partition=1))
        slow.go.set()
        await working
        await slow.stop()
        await quick.stop()

    asyncio.run(run())
    profile = workers.resolver.profile(account.account_id)
    assert profile is not None
    key = str(profile.profile_id).encode()
    told = values_on(workers.settings, PROFILES.name, lambda each: each == key)
    versions = [Profile.from_bytes(value or b"").version for value in told]
    assert versions == [2, 1, 2]
    assert profile.counters["events"] == 2


def test_a_message_that_the_broker_refuses_goes_to_the_dead_letters_and_all_else_is_told(
    workers: Workers,
) -> None:
    accounts = [Account.of("wechat_oa", "huge", f"openid{n}") for n in range(3)]
    huge = Content(text="长" * (MAX_MESSAGE_BYTES // 3 + 1))
    events = [
        an_event(
            account=account,
            event_id=event_id_of("wechat_oa", "huge", account.account_id),
            content=huge if account is accounts[1] else None,
        )
        for account in accounts
    ]

    async def run() -> None:
        outputs = Outputs(workers.settings)
        await workers.one(outputs).resolve(a_batch(*events))
        await outputs.stop()

    asyncio.run(run())
    keys = {account.account_id.encode() for account in accounts}
    assert len(values_on(workers.settings, RESOLVED_EVENTS.name, keys.__contains__)) == 2
    letters = [
        DeadLetter.from_bytes(value or b"")
        for value in values_on(workers.settings, DEAD_LETTERS.name, lambda _key: True)
    ]
    (letter,) = [each for each in letters if each.event_id == events[1].event_id]
    assert letter.step == "produce"
    assert letter.failure.error == "MessageSizeTooLargeError"
    assert "events[0] 0-2" in letter.failure.message
    assert not letter.value_kept, "in base64 it would have been refused again"


def test_a_raw_event_whose_event_is_too_large_is_counted_as_refused(workers: Workers) -> None:
    raw = a_page_view({"words": "x" * (2 * EVENTS.max_message_bytes)})
    stopped = partial(counted, "guiyi_stopped_messages_total", agent="normalize", step="tell_event")
    done = partial(counted, "guiyi_messages_total", agent="normalize", outcome="done")
    before = stopped(outcome="rejected"), done()

    async def run() -> None:
        outputs = Outputs(workers.settings)
        await workers.one(outputs).normalize(Batch("raw.web", 0, [record("raw.web", raw)]))
        await outputs.stop()

    asyncio.run(run())
    assert (stopped(outcome="rejected"), done()) == (before[0] + 1, before[1])


def test_every_step_that_may_write_dead_letters_is_shown_from_the_start(workers: Workers) -> None:
    workers.one(Outputs(workers.settings))
    for step in ("parse_raw_event", "tell_event", "parse_customer_event", "produce"):
        assert REGISTRY.get_sample_value("guiyi_dead_letters_total", {"step": step}) is not None


def test_a_batch_whose_dead_letters_are_refused_even_without_values_is_not_done(
    workers: Workers,
) -> None:
    async def run() -> None:
        outputs = Picky(workers.settings, DEAD_LETTERS.name)
        try:
            await workers.one(outputs).resolve(Batch("events", 0, [ARecord(value=b"unreadable")]))
        finally:
            await outputs.stop()

    with pytest.raises(Fatal, match="the broker refuses 1 letters though they have no value"):
        asyncio.run(run())


def test_a_halt_has_its_examples_also_where_they_are_too_large_with_their_values(
    workers: Workers,
) -> None:
    large = ARecord(value=b"x" * MAX_MESSAGE_BYTES)

    async def run() -> None:
        outputs = Outputs(workers.settings)
        try:
            await workers.one(outputs, max_dead_letters=0).resolve(Batch("events", 0, [large]))
        finally:
            await outputs.stop()

    with pytest.raises(Halted):
        asyncio.run(run())
    (letter,) = values_on(workers.settings, DEAD_LETTERS.name, lambda _key: True)
    assert not DeadLetter.from_bytes(letter or b"").value_kept
    assert len(values_on(workers.settings, HALTS.name, lambda _key: True)) == 1


def decide_that_two_are_one(workers: Workers, outputs: Outputs) -> set[str]:
    """Have a person say so, and a worker tell of it, twice. Returns the accounts."""
    accounts = [Account.of("wechat_oa", "decided", f"openid{n}") for n in range(2)]
    events = [
        an_event(
            account=account,
            event_id=event_id_of("wechat_oa", "decided", account.account_id),
        )
        for account in accounts
    ]
    left, right = (account.account_id for account in accounts)

    async def run() -> None:
        worker = workers.one(outputs)
        await worker.resolve(a_batch(*events))
        await asyncio.to_thread(
            lambda: workers.resolver.review.decide(
                left, right, Verdict.MUST_LINK, by="ming", why="asked her"
            )
        )
        await worker.tell_decisions()
        await worker.tell_decisions()
        await outputs.stop()

    asyncio.run(run())
    return {left, right}


def test_what_a_person_decided_is_told_though_no_batch_comes(workers: Workers) -> None:
    accounts = decide_that_two_are_one(workers, Outputs(workers.settings))
    changes = [
        IdentityChange.from_bytes(value or b"")
        for value in values_on(workers.settings, IDENTITY_CHANGES.name, lambda _: True)
    ]
    (merged,) = [each for each in changes if each.kind is ChangeKind.MERGED]
    assert set(merged.after[0].accounts) == accounts
    profile = workers.resolver.profile(min(accounts))
    assert profile is not None
    key = str(profile.profile_id).encode()
    told = values_on(workers.settings, PROFILES.name, lambda each: each == key)
    assert Profile.from_bytes(told[-1] or b"").version == merged.version


def test_what_a_person_decided_and_the_broker_refuses_is_a_dead_letter_once(
    workers: Workers,
) -> None:
    decide_that_two_are_one(workers, Picky(workers.settings, IDENTITY_CHANGES.name))
    assert workers.resolver.caused_by_persons().changes == ()
    letters = [
        DeadLetter.from_bytes(value or b"")
        for value in values_on(workers.settings, DEAD_LETTERS.name, lambda _key: True)
    ]
    (letter,) = [each for each in letters if "made of decisions" in each.failure.message]
    assert (letter.step, letter.topic) == ("produce", IDENTITY_CHANGES.name)
