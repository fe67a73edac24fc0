"""Push a day through a running stack: calls, platforms to be polled and listened to, and files."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain

from connectors.sdk.files.importing import import_file
from connectors.sdk.publisher import Publisher
from pipeline.demo.day import Day
from pipeline.demo.driving.waiting import to_hear, wait_until_asked
from pipeline.demo.platforms import PLATFORMS
from pipeline.kafka import aiokafka_producer_options
from pipeline.settings import Settings
from pipeline.simulator.pushing import Push, push_all

OnDelivered = Callable[[str, int], None]
"""Told, from several threads, of the platform and of how many events were delivered."""


def push_day(day: Day, settings: Settings, on_delivered: OnDelivered) -> int:
    """Deliver everything until the connectors have taken all of it.

    Returns how many rows of the files were rejected.

    Raises:
        Fatal: when a connector refuses a delivery, or does not poll or listen.
        Retry: when the broker is away.
    """
    push_all(pushes_of(day, settings), lambda push: on_delivered(push.platform, push.events))
    rejected_rows = import_files(day, settings, on_delivered)
    wait_until_asked(settings, to_hear(day))
    for name, platform in day.platforms.items():
        if asked := len(platform.listed) + len(platform.heard):
            on_delivered(name, asked)
    return rejected_rows


def pushes_of(day: Day, settings: Settings) -> Iterator[Push]:
    """All calls, those of the platforms mixed."""
    address = f"http://{settings.connector_host}:{settings.connector_port}"
    placed = chain.from_iterable(
        ((place / len(pushes), number, push) for place, push in enumerate(pushes))
        for number, pushes in enumerate(list(_pushes(day, name, address)) for name in day.platforms)
    )
    for _, _, push in sorted(placed, key=lambda item: item[:2]):
        yield push


def _pushes(day: Day, name: str, address: str) -> Iterator[Push]:
    call = PLATFORMS[name].call
    if call is None:
        return
    for delivery in day.platforms[name].deliveries:
        url = f"{address}/{name}/{delivery.source}"
        yield Push(name, url, partial(call, delivery), len(delivery.accounts))


def import_files(day: Day, settings: Settings, on_delivered: OnDelivered) -> int:
    """Import the day's files; gives the number of rejected rows.

    Raises:
        Retry: when the broker is away. Importing all of them again is safe.
    """
    rejected = 0
    with closing(Publisher(aiokafka_producer_options(settings))) as publisher:
        for name, platform in day.platforms.items():
            reading = PLATFORMS[name].reading
            if reading is None:
                continue
            for file in platform.files:
                path = settings.data_dir / file.name
                path.write_bytes(file.content)
                summary = import_file(
                    path,
                    reading(),
                    publisher,
                    rejected_path=path.with_suffix(f".rejected{path.suffix}"),
                )
                on_delivered(name, summary.imported)
                rejected += summary.rejected
    return rejected
