import gc
from datetime import UTC, datetime

from connectors.sdk.delivery import Delivery
from connectors.sdk.recent_deliveries import RecentDeliveries
from schemas.errors import Retry
from schemas.raw import RawEvent


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def raw(number: int) -> RawEvent:
    return RawEvent.of(
        platform="web",
        source_account="s",
        kind="segment",
        dedupe_key=str(number),
        body=b"x",
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def delivery_of(*raws: RawEvent) -> Delivery:
    return Delivery([raw.event_id for raw in raws], lambda _events: None)


def confirm(recent: RecentDeliveries, raw: RawEvent) -> None:
    delivery = delivery_of(raw)
    recent.add(delivery)
    delivery.succeed()


def test_what_is_on_its_way_is_waited_for_and_the_rest_is_sent() -> None:
    recent, delivery = (
        RecentDeliveries(60, 100, confirmed_is_safe=True),
        delivery_of(raw(1), raw(2)),
    )
    recent.add(delivery)
    assert recent.split([raw(1), raw(2), raw(3)]) == ([raw(3)], [delivery])


def test_what_failed_is_sent_again() -> None:
    recent, delivery = RecentDeliveries(60, 100, confirmed_is_safe=True), delivery_of(raw(1))
    recent.add(delivery)
    delivery.fail(Retry("away"))
    assert recent.split([raw(1)]) == ([raw(1)], [])


def test_what_arrived_after_all_is_not_sent_again() -> None:
    recent, delivery = RecentDeliveries(60, 100, confirmed_is_safe=True), delivery_of(raw(1))
    recent.add(delivery)
    delivery.succeed()
    assert recent.split([raw(1)]) == ([], [])


def test_what_arrived_at_a_broker_that_may_forget_is_sent_again() -> None:
    recent, delivery = RecentDeliveries(60, 100, confirmed_is_safe=False), delivery_of(raw(1))
    recent.add(delivery)
    assert recent.split([raw(1)]) == ([], [delivery])
    delivery.succeed()
    assert recent.split([raw(1)]) == ([raw(1)], [])


def test_what_is_long_ago_is_forgotten() -> None:
    clock = Clock()
    recent = RecentDeliveries(60, 100, confirmed_is_safe=True, clock=clock)
    confirm(recent, raw(1))
    clock.now = 61
    confirm(recent, raw(2))
    assert recent.split([raw(1), raw(2)]) == ([raw(1)], [])


def test_no_more_events_are_remembered_than_there_is_room_for() -> None:
    recent = RecentDeliveries(60, 2, confirmed_is_safe=True)
    for number in (1, 2, 3):
        confirm(recent, raw(number))
    assert recent.split([raw(1), raw(2), raw(3)]) == ([raw(1)], [])


def test_what_is_remembered_is_nothing_to_look_at_for_the_garbage_collector() -> None:
    recent = RecentDeliveries(60, 1000, confirmed_is_safe=True)
    gc.collect()
    before = len(gc.get_objects())
    for number in range(1000):
        confirm(recent, raw(number))
    gc.collect()
    assert len(gc.get_objects()) - before < 100
