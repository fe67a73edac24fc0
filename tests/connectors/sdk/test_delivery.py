import asyncio
import gc
import threading
from uuid import uuid4

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError

from connectors.sdk.delivery import Delivery
from schemas.errors import Reject, Retry


def delivery_of(events: int) -> Delivery:
    return Delivery([uuid4() for _ in range(events)], lambda _events: None)


def test_it_ends_when_every_event_is_confirmed() -> None:
    delivery = delivery_of(3)
    delivery.succeed(2)
    assert not delivery.wait(0)
    delivery.succeed()
    assert delivery.wait(0)
    assert delivery.is_confirmed
    delivery.raise_failure()


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        (KafkaConnectionError(), Retry),
        (TimeoutError(), Retry),
        (MessageSizeTooLargeError(), Reject),
        (KeyError("bug"), KeyError),
    ],
)
def test_what_failed_first_is_raised_to_each_who_waits(
    error: Exception, raised: type[Exception]
) -> None:
    delivery = delivery_of(2)
    delivery.fail(error)
    delivery.fail(ValueError())
    assert not delivery.is_confirmed
    for _ in range(2):
        with pytest.raises(raised):
            delivery.raise_failure()


def test_who_waits_on_an_event_loop_hears_of_an_end_in_another_thread() -> None:
    delivery = delivery_of(1)

    async def wait() -> None:
        threading.Timer(0.05, delivery.succeed).start()
        await asyncio.wait_for(delivery.wait_async(), 5)

    asyncio.run(wait())


def test_who_waited_on_an_event_loop_that_is_closed_is_passed_over() -> None:
    delivery = delivery_of(1)

    async def give_up() -> None:
        await asyncio.wait_for(delivery.wait_async(), 0.01)

    with pytest.raises(TimeoutError):
        asyncio.run(give_up())
    delivery.succeed()
    assert delivery.is_confirmed


def test_neither_its_success_nor_the_brokers_trouble_leaves_garbage() -> None:
    async def wait(delivery: Delivery) -> None:
        try:
            await delivery.wait_async()
            delivery.raise_failure()
        except Retry:
            pass

    async def many() -> int:
        gc.collect()
        gc.disable()
        for number in range(100):
            delivery = delivery_of(1)
            waiting = asyncio.ensure_future(wait(delivery))
            await asyncio.sleep(0)
            if number % 2:
                delivery.succeed()
            else:
                try:
                    raise TimeoutError
                except TimeoutError as error:
                    delivery.fail(error)
            await waiting
        del delivery, waiting
        return gc.collect()

    try:
        assert asyncio.run(many()) < 50
    finally:
        gc.enable()
