"""What the registry knows of a platform."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.sdk.files.export import Export
from connectors.sdk.reading import Ignored, Read
from connectors.sdk.source import Source
from schemas.event import EventType

Meaning = EventType | Ignored

EventTypes = Mapping[str, Meaning]
"""Platform type -> event type, or why it is ignored: the readable table of a platform."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its name on topics and accounts, its reader, and what may be configured.

    `event_types` is what the reader maps by. `source` is None for a platform that is neither
    received from nor polled (a file import). `export`, given the name of a source, is what its
    files are imported as by `guiyi import file`.
    """

    name: str
    read: Read
    event_types: EventTypes
    source: type[Source] | None = None
    export: Callable[[str], Export] | None = None
