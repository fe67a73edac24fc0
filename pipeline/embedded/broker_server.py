"""The embedded broker as a server. Each life of it is a new cluster without memory."""

from pathlib import Path

from pipeline.embedded.broker import Broker
from pipeline.embedded.ports import free_port
from pipeline.embedded.server import Server
from pipeline.settings import Settings


class EmbeddedBroker(Server):
    """An embedded broker that comes back on its port.

    Args:
        directory: where its log goes; made if missing.
        port: a free one unless given.
    """

    def __init__(self, directory: Path, port: int | None = None) -> None:
        super().__init__(directory / "broker.log", starting_seconds=20, stopping_seconds=2)
        self._port = port or free_port()
        self.prepare()

    @property
    def address(self) -> str:
        """The bootstrap server, `host:port`."""
        return self._life.address

    @property
    def settings(self) -> Settings:
        """Those of its clients."""
        return Settings(kafka_bootstrap=self.address, embedded_broker=True)

    def prepare(self) -> None:
        """Forget the life before."""
        self._life = Broker(self._port)

    def command(self) -> tuple[str, ...]:
        return self._life.command

    def answers(self) -> bool:
        return self._life.is_ready()
