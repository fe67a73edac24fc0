from datetime import UTC, datetime

from connectors.sdk.delivery import Delivery
from connectors.sdk.doubt import Doubt
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
    return Delivery([raw.event_id for raw in raws], lambda: None)


def test_what_is_on_its_way_is_waited_for_and_the_rest_is_sent() -> None:
    doubt, delivery = Doubt(60), delivery_of(raw(1), raw(2))
    doubt.add(delivery)
    assert doubt.split([raw(1), raw(2), raw(3)]) == ([raw(3)], [delivery])


def test_what_failed_is_sent_again() -> None:
    doubt, delivery = Doubt(60), delivery_of(raw(1))
    doubt.add(delivery)
    delivery.fail(Retry("away"))
    assert doubt.split([raw(1)]) == ([raw(1)], [])


def test_what_arrived_after_all_is_not_sent_again_until_its_caller_has_heard() -> None:
    doubt, delivery = Doubt(60), delivery_of(raw(1))
    doubt.add(delivery)
    delivery.succeed()
    assert doubt.split([raw(1)]) == ([], [delivery])
    doubt.settle([raw(1)])
    assert doubt.split([raw(1)]) == ([raw(1)], [])


def test_an_old_doubt_is_forgotten() -> None:
    clock = Clock()
    doubt = Doubt(60, clock)
    doubt.add(delivery_of(raw(1)))
    clock.now = 61
    doubt.add(delivery_of(raw(2)))
    to_send, _ = doubt.split([raw(1), raw(2)])
    assert to_send == [raw(1)]
