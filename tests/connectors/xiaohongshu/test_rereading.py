"""A push has its order asked for at once, and what the order says is told."""

import time
from collections.abc import Callable
from pathlib import Path

from connectors.registry import read
from connectors.xiaohongshu.event_types import ASKED_FOR
from pipeline.connector_contract.calling import send, serving
from pipeline.connector_contract.topic import create_raw_topic, on_topic
from pipeline.settings import Settings
from pipeline.simulator.serving import served
from schemas.raw import RawEvent
from tests.connectors.xiaohongshu.shops import end_of, order, pushed, shop, status

PATIENCE_SECONDS = 20.0
CANCELLED = 9


def test_a_forged_push_tells_nothing_but_has_the_order_asked_for(
    broker_settings: Settings, tmp_path: Path
) -> None:
    end, seller = end_of([]), f"seller{time.time_ns()}"

    def told() -> dict[str, RawEvent]:
        return {raw.kind: raw for raw in on_topic(broker_settings, "xiaohongshu", seller)}

    create_raw_topic(broker_settings, "xiaohongshu")
    with served(end.app) as url:
        source = shop(seller, base_url=url, interval_seconds=3600)
        with serving(source, broker_settings, tmp_path) as receiver:
            _wait_until(lambda: "order.getOrderList" in end.asked)
            end.orders.append(order(1, minutes_ago=0))
            assert send(receiver, pushed(status(1, CANCELLED))).status_code == 200
            _wait_until(lambda: told().keys() == {"push", "order"})
    raws = told()
    assert read(raws["push"]) == ASKED_FOR
    reading = read(raws["order"])
    assert isinstance(reading, tuple)
    assert [event.type for event in reading] == ["order", "payment"]


def _wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)
