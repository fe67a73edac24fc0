"""A status from two looks."""

from dataclasses import replace

import orjson
import pytest

from pipeline.status.comparing import status_of
from pipeline.status.look import Letters, Look, ProcessLook, ServiceLook
from pipeline.status.series import Series
from pipeline.status.status import StageStatus, Status
from tests.pipeline.status.pages import a_worker

ADDRESS = "http://127.0.0.1:1"


def a_look(series: Series | None, at: float = 0.0, trouble: str = "") -> Look:
    return Look(
        at=at,
        processes=[ProcessLook("worker", "worker", ADDRESS, series, trouble)],
        services=[ServiceLook("broker", "127.0.0.1:2"), ServiceLook("clickhouse", "http://x")],
        lag={"guiyi-worker": {"events": 12, "raw.web": 0}},
        letters=Letters(),
    )


def normalize(status: Status) -> StageStatus:
    return next(stage for stage in status.stages if stage.name == "normalize")


def resolve(status: Status) -> StageStatus:
    return next(stage for stage in status.stages if stage.name == "resolve")


def test_rates_and_batches_are_those_between_the_looks() -> None:
    before = a_look(a_worker(done=1000, rejected=4), at=10)
    now = a_look(a_worker(done=1400, rejected=6, dropped=8), at=14)
    stage = normalize(status_of(before, now))
    assert stage.in_per_second == pytest.approx((400 + 2 + 8) / 4)
    assert stage.out_per_second == pytest.approx(100)
    assert stage.batch_mean == pytest.approx(100)
    assert (stage.refused, stage.dropped) == (6, 8)


def test_a_process_started_again_has_its_rates_from_its_start() -> None:
    before = a_look(a_worker(done=1000), at=0)
    now = a_look(a_worker(done=1200, started_at=2000.0), at=10)
    assert normalize(status_of(before, now)).in_per_second == pytest.approx(120)


def test_a_process_that_did_not_answer_before_shows_no_rates_yet() -> None:
    before, now = a_look(None, at=0), a_look(a_worker(done=10_000), at=1)
    assert normalize(status_of(before, now)).in_per_second == 0


def test_quantiles_are_those_between_the_looks_or_else_of_the_whole_life() -> None:
    slow, fast = (3.0,) * 100, (0.5,) * 100
    before = a_look(a_worker(ages=slow))
    stage = resolve(status_of(before, a_look(a_worker(ages=slow + fast), at=1)))
    assert stage.p50_seconds == pytest.approx(0.5)
    assert stage.p99_seconds == pytest.approx(0.99)
    idle = resolve(status_of(before, a_look(a_worker(ages=slow), at=1)))
    assert idle.p50_seconds == pytest.approx(3.0)


def test_what_is_down_is_a_problem_and_has_no_stages() -> None:
    down = a_look(None, trouble="does not answer: connection refused")
    status = status_of(down, down)
    assert status.problems == ["worker: does not answer: connection refused"]
    assert status.stages == []


def test_nothing_is_known_of_the_store_while_no_worker_answers() -> None:
    down = a_look(None)
    assert "store" not in {part.name for part in status_of(down, down).parts}


def test_the_store_is_as_the_workers_find_it() -> None:
    there, away = a_look(a_worker()), a_look(a_worker(store_away=75))
    assert status_of(there, there).problems == []
    assert status_of(there, away).problems == ["store: away for 75 s"]


def test_retries_and_memory_are_shown_with_the_process() -> None:
    worker, *_ = status_of(a_look(None), a_look(a_worker())).parts
    assert worker.retries == {"store": 3}
    assert worker.memory_bytes == 2**20


def test_lag_is_the_brokers_word_and_its_age_the_oldest_that_a_process_holds() -> None:
    look = a_look(a_worker(lag_seconds=30))
    events, raw = status_of(look, look).lag or ()
    assert (events.group, events.topic, events.messages) == ("guiyi-worker", "events", 12)
    assert events.oldest_seconds == 30
    assert raw.oldest_seconds is None


def test_dead_letters_that_wait_and_halts_are_problems() -> None:
    look = replace(
        a_look(a_worker()),
        letters=Letters({"read_payload": 1, "sink": 2}),
        halts={"guiyi-sink": "too many dead letters"},
    )
    assert status_of(look, look).problems == [
        "guiyi-sink has halted: too many dead letters",
        "3 dead letters wait: guiyi dead-letters list",
    ]


def test_without_a_broker_lag_and_dead_letters_are_not_known() -> None:
    look = replace(
        a_look(a_worker()),
        services=[ServiceLook("broker", "x", "does not answer")],
        lag=None,
        letters=None,
    )
    status = status_of(look, look)
    assert (status.lag, status.dead_letters) == (None, None)
    assert status.problems == ["broker: does not answer"]


def test_programs_get_it_as_json() -> None:
    look = a_look(a_worker(done=3))
    plain = orjson.loads(status_of(look, look).to_json())
    assert plain["problems"] == []
    assert plain["stages"][0]["name"] == "normalize"
    assert plain["parts"][0]["retries"] == {"store": 3}
