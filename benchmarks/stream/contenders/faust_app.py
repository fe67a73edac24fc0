"""The Faust app of both contenders that are agents, with the same settings."""

import tempfile
import uuid

import faust

from pipeline.streams import PromptWorker


def app_on(bootstrap: str) -> faust.App:
    """An app in a consumer group of its own."""
    return faust.App(
        f"stream-{uuid.uuid4().hex[:8]}",
        broker=f"kafka://{bootstrap}",
        broker_session_timeout=6.0,
        broker_heartbeat_interval=1.0,
        broker_rebalance_timeout=6.0,
        broker_request_timeout=10.0,
        consumer_auto_offset_reset="earliest",
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        datadir=tempfile.mkdtemp(prefix="stream-"),
    )


def run(app: faust.App) -> None:
    """Run the app's worker until the meter ends the process."""
    PromptWorker(app, loglevel="ERROR", redirect_stdouts=False).execute_from_commandline()
