"""Where the processes of a deployment answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from pipeline.settings import Settings
from pipeline.status.look import Kind
from schemas.errors import Fatal


@dataclass(frozen=True, slots=True)
class Process:
    """One process and its pages' address, `http://host:port`."""

    name: str
    kind: Kind
    address: str


def processes(settings: Settings) -> list[Process]:
    """Those that the settings name, else one of each kind on this machine.

    Raises:
        Fatal: `status_processes` cannot be read.
    """
    if settings.status_processes:
        return [_named(each.strip()) for each in settings.status_processes.split(",")]
    here: list[tuple[Kind, str, int]] = [
        ("connectors", settings.connector_host, settings.connector_port),
        ("worker", settings.pages_host, settings.worker_port),
        ("sink", settings.pages_host, settings.sink_port),
    ]
    return [
        Process(kind, kind, f"http://{_reached(host)}:{port}") for kind, host, port in here if port
    ]


def as_setting(addresses: Mapping[str, str]) -> str:
    """The `status_processes` of these parts, by name, in the order of the flow.

    Those that are none of ours are left out.
    """
    return ",".join(
        f"{name}={address}"
        for kind in get_args(Kind)
        for name, address in sorted(addresses.items())
        if name.startswith(kind)
    )


def _named(text: str) -> Process:
    """`worker=http://host:port`, or `worker-2=…` where there are several of a kind."""
    name, _, address = text.partition("=")
    for kind in get_args(Kind):
        if name.startswith(kind) and address.startswith(("http://", "https://")):
            return Process(name, kind, address.rstrip("/"))
    kinds = ", ".join(get_args(Kind))
    raise Fatal(f"status_processes: expected NAME=http://…, NAME beginning with {kinds}: {text}")


def _reached(host: str) -> str:
    """An address to listen on everywhere is none to call."""
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 (not listening here)
