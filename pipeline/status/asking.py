"""Asking one process or service how it is, over HTTP."""

import httpx

from pipeline.status.look import ProcessLook
from pipeline.status.processes import Process
from pipeline.status.series import Series

ANSWER_SECONDS = 2.0


def look_at(process: Process, client: httpx.Client) -> ProcessLook:
    """Its metrics, and whether it is ready and gets on. Nothing is raised."""
    try:
        ready = client.get(f"{process.address}/ready")
        health = client.get(f"{process.address}/health")
        series = Series.of(client.get(f"{process.address}/metrics").raise_for_status().text)
        trouble = _trouble(health) or ("" if ready.is_success else "is not ready")
    except (httpx.HTTPError, ValueError) as error:
        return ProcessLook(
            process.name, process.kind, process.address, None, f"does not answer: {_why(error)}"
        )
    return ProcessLook(process.name, process.kind, process.address, series, trouble)


def trouble_of_clickhouse(url: str, client: httpx.Client) -> str:
    """Why ClickHouse is not there; empty: it is."""
    try:
        answer = client.get(f"{url.rstrip('/')}/ping")
    except httpx.HTTPError as error:
        return f"does not answer: {_why(error)}"
    # Not the error that httpx makes of it: that shows the URL, which may hold a password.
    return "" if answer.is_success else f"/ping answers {answer.status_code}"


def a_client() -> httpx.Client:
    """A client that asks directly, whatever proxy others need."""
    return httpx.Client(timeout=ANSWER_SECONDS, trust_env=False)


def _trouble(health: httpx.Response) -> str:
    if health.is_success:
        # A connector process goes on when a poller waits for a person.
        pollers = health.json().get("pollers", {})
        stopped = [name for name, state in pollers.items() if state["state"] == "stopped"]
        return f"pollers wait for a person: {', '.join(stopped)}" if stopped else ""
    return "; ".join(health.json().get("troubles", [])) or f"/health answers {health.status_code}"


def _why(error: Exception) -> str:
    """In words, without the operating system's number."""
    return str(error).rpartition("] ")[2].lower() or type(error).__name__
