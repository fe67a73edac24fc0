"""Where the parts listen: the settings' ports, or free ones where a default is taken."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.embedded.notices import PortTaken
from pipeline.embedded.ports import HOST, free_port, holder, is_free
from pipeline.settings import Settings
from schemas.errors import Fatal


@dataclass(frozen=True, slots=True)
class _Listener:
    part: str
    setting: str
    port: int
    as_setting: str  # how the setting is written, with {port}

    def value(self, port: int) -> str:
        return self.as_setting.format(port=port)


def choose_addresses(settings: Settings) -> tuple[Settings, tuple[PortTaken, ...]]:
    """The settings with an address for every part of the stack, and what had to be changed.

    Raises:
        Fatal: a port that was set, rather than left at its default, is taken.
    """
    changed: dict[str, str] = {}
    notices: list[PortTaken] = []
    for listener in _listeners(settings):
        if listener.port and is_free(listener.port):
            continue
        chosen = free_port()
        if listener.port:
            held_by = holder(listener.port)
            if listener.setting in settings.model_fields_set:
                raise Fatal(
                    f"{listener.part}: port {listener.port} is in use by {held_by}; free it, "
                    f"set GUIYI_{listener.setting.upper()} to another, or leave it unset"
                )
            notices.append(PortTaken(listener.part, listener.port, held_by, chosen))
        changed[listener.setting] = listener.value(chosen)
    values = settings.model_dump(exclude_unset=True) | changed
    values["data_dir"] = settings.data_dir.resolve()
    return Settings(**values), tuple(notices)


def _listeners(settings: Settings) -> Iterator[_Listener]:
    if settings.embedded_broker:
        port = int(settings.kafka_bootstrap.rsplit(":", 1)[1])
        yield _Listener("broker", "kafka_bootstrap", port, HOST + ":{port}")
    if settings.embedded_clickhouse:
        url = urlsplit(settings.clickhouse_url)
        yield _Listener("clickhouse", "clickhouse_url", url.port or 0, f"http://{HOST}:{{port}}")
    yield _Listener("sink", "sink_port", settings.sink_port, "{port}")
    yield _Listener("worker", "worker_port", settings.worker_port, "{port}")
    yield _Listener("connectors", "connector_port", settings.connector_port, "{port}")


def environment(settings: Settings) -> dict[str, str]:
    """The environment that gives a child process the same settings.

    A proxy that the environment names is not for the stack's own addresses.
    """
    values = settings.model_dump(mode="json", exclude_none=True)
    values |= {
        name: secret.get_secret_value()
        for name in type(settings).model_fields
        if hasattr(secret := getattr(settings, name), "get_secret_value")
    }
    direct = ",".join(filter(None, (os.environ.get("NO_PROXY"), HOST)))
    return {
        "NO_PROXY": direct,
        "no_proxy": direct,
        **{f"GUIYI_{name.upper()}": str(value) for name, value in values.items()},
    }
