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
    assert recent.split([raw(1)]) == ([], [delivery])


def test_what_arrived_at_a_broker_that_may_forget_is_sent_again() -> None:
    recent, delivery = RecentDeliveries(60, 100, confirmed_is_safe=False), delivery_of(raw(1))
    recent.add(delivery)
    assert recent.split([raw(1)]) == ([], [delivery])
    delivery.succeed()
    assert recent.split([raw(1)]) == ([raw(1)], [])


def test_what_is_long_ago_is_forgotten() -> None:
    clock = Clock()
    recent = RecentDeliveries(60, 100, confirmed_is_safe=True, clock=clock)
    recent.add(delivery_of(raw(1)))
    clock.now = 61
    recent.add(delivery_of(raw(2)))
    to_send, _ = recent.split([raw(1), raw(2)])
    assert to_send == [raw(1)]


def test_no_more_events_are_remembered_than_there_is_room_for() -> None:
    recent = RecentDeliveries(60, 2, confirmed_is_safe=True)
    for number in (1, 2, 3):
        recent.add(delivery_of(raw(number)))
    to_send, _ = recent.split([raw(1), raw(2), raw(3)])
    assert to_send == [raw(1)]
