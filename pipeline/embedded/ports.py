"""Ports of this machine: which are free, and who holds those that are not."""

import errno
import secrets
import socket

import psutil

from pipeline.settings import PREFIX
from schemas.errors import Fatal

HOST = "127.0.0.1"

_CHOICE = range(20_000, 32_768)
"""Not those that systems give to outgoing connections: while a server is down, such a connection
could get its port, and then the server would not come up again."""


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    return _trouble(HOST, port) is None


def require_free(setting: str, host: str, port: int) -> None:
    """Do nothing but where the port of a server that starts now is taken.

    Args:
        setting: the field of the settings that says the port.
        host: where it is to listen.
        port: 0 is none, and never taken.

    Raises:
        Fatal: it is taken. The message says by whom, and which setting changes it.
    """
    trouble = _trouble(host, port) if port else None
    if trouble is not None and trouble.errno == errno.EADDRINUSE:
        raise Fatal(
            f"port {port} is in use by {holder(port)}; free it, "
            f"or set {PREFIX}{setting.upper()} to another"
        )


def _trouble(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
        return None


def free_port() -> int:
    """A port that was free a moment ago.

    Raises:
        Fatal: there is none.
    """
    for port in secrets.SystemRandom().sample(_CHOICE, len(_CHOICE)):
        if is_free(port):
            return port
    raise Fatal(f"no port from {_CHOICE.start} to {_CHOICE.stop - 1} is free")


def holder(port: int) -> str:
    """The process that listens on the port, as far as the system tells us."""
    for process in psutil.process_iter():
        try:
            if _listens(process, port):
                return f"{process.name()} (pid {process.pid})"
        except psutil.Error:
            continue
    return "another user's process"


def is_held_by(port: int, pid: int) -> bool:
    """Whether it is this process that listens on the port."""
    try:
        return _listens(psutil.Process(pid), port)
    except psutil.Error:
        return False


def _listens(process: psutil.Process, port: int) -> bool:
    return any(
        connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        for connection in process.net_connections("tcp")
    )
