"""Ports on 127.0.0.1: which are free, and who holds those that are not."""

import secrets
import socket

import psutil

from schemas.errors import Fatal

HOST = "127.0.0.1"

_CHOICE = range(20_000, 32_768)
"""Not those that systems give to outgoing connections: while a server is down, such a connection
could get its port, and then the server would not come up again."""


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        # As servers do: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


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
