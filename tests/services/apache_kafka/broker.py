"""One broker of Apache Kafka in KRaft mode, a cluster of its own, on loopback."""

import subprocess
import tempfile
import uuid
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

from pipeline.embedded.ports import HOST, free_port, is_held_by
from pipeline.embedded.server import Server
from pipeline.settings import Settings
from schemas.errors import Fatal
from tests.services.apache_kafka.jars import alone, jars, java

LOGGING = Path(__file__).with_name("log4j2.properties")
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
ASKING_MS = 2000


class ApacheKafka(Server):
    """A broker that keeps its topics, offsets and cluster id in `directory` over its lives.

    Args:
        directory: where it keeps everything; made if missing.
        port: where it listens, in every life; a free one unless given.
        heap_mb: the Java heap's bound.
        long_running: let Java compile for throughput, as for measuring, not for a quick start.
        archive: where Java writes the classes of this life when it ends, for others to start from.
    """

    def __init__(
        self,
        directory: Path,
        port: int | None = None,
        *,
        heap_mb: int = 512,
        long_running: bool = False,
        archive: Path | None = None,
    ) -> None:
        super().__init__(
            directory / "kafka.log", starting_seconds=90, stopping_seconds=60 if archive else 20
        )
        self._directory = directory
        self._port = port or free_port()
        self._controller_port = free_port()
        self._options = (f"-Xmx{heap_mb}m", *(() if long_running else QUICK_START))
        self._archive = archive

    @property
    def address(self) -> str:
        """The bootstrap server, `host:port`."""
        return f"{HOST}:{self._port}"

    @property
    def settings(self) -> Settings:
        """Those of its clients."""
        return Settings(kafka_bootstrap=self.address, embedded_broker=False)

    def prepare(self) -> None:
        """Write its configuration and, once, format its storage."""
        self._directory.mkdir(parents=True, exist_ok=True)
        self._configuration.write_text(self._properties())
        if (self._directory / "data" / "meta.properties").exists():
            return
        cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        formatted = subprocess.run(
            # Joined by "=": one id in 64 begins with "-" and alone reads as an option.
            self._java("kafka.tools.StorageTool", "format", f"--cluster-id={cluster_id}", "-c"),
            capture_output=True,
            text=True,
            check=False,
        )
        if formatted.returncode != 0:
            said = (formatted.stdout + formatted.stderr)[-1000:]
            raise Fatal(f"Kafka's storage could not be formatted: {said}")

    def command(self) -> tuple[str, ...]:
        return self._java("kafka.Kafka")

    def answers(self) -> bool:
        """Whether this broker, and not another on its port, serves topics and groups."""
        if not is_held_by(self._port, self.pid):
            return False
        try:
            admin = KafkaAdminClient(
                bootstrap_servers=[self.address], bootstrap_timeout_ms=ASKING_MS
            )
            try:
                # The first question for a group makes the topic of offsets.
                admin.list_group_offsets("none")
                return bool(admin.describe_cluster()["brokers"])
            finally:
                admin.close()
        except KafkaError:
            return False

    @property
    def _configuration(self) -> Path:
        return self._directory / "server.properties"

    def _java(self, *program: str) -> tuple[str, ...]:
        if self._archive is None:
            archiving = (f"-XX:SharedArchiveFile={class_archive()}",)
        else:
            # Each program at its end; the broker is the last.
            archiving = (f"-XX:ArchiveClassesAtExit={self._archive}",)
        return (
            java(),
            *self._options,
            *archiving,
            f"-Dlog4j2.configurationFile={LOGGING}",
            "--class-path",
            f"{jars()}/*",
            *program,
            str(self._configuration),
        )

    def _properties(self) -> str:
        own = {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{HOST}:{self._controller_port}",
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://{HOST}:{self._controller_port}",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs": f"{self._directory / 'data'}",
            "auto.create.topics.enable": "false",
            # One broker holds the only copy.
            "offsets.topic.replication.factor": "1",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            # For tests: few files, little memory, no waiting for members that will not come.
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.num.partitions": "4",
            "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
            "group.initial.rebalance.delay.ms": "0",
            # A killed broker may come back only when the session of its former life has ended.
            "broker.session.timeout.ms": "3000",
            "broker.heartbeat.interval.ms": "500",
        }
        return "".join(f"{name}={value}\n" for name, value in own.items())


def class_archive() -> Path:
    """The archive of a broker's classes, made once by a broker that does nothing else.

    It is empty where Java cannot. Then, and with another Java than the one that made it, a broker
    only starts more slowly.
    """
    kept = jars().with_suffix(".jsa")
    with alone("classes"):
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
                fresh = Path(folder) / "classes.jsa"
                with suppress(Fatal), ApacheKafka(Path(folder) / "broker", archive=fresh):
                    pass
                fresh.touch()
                fresh.rename(kept)
    return kept
