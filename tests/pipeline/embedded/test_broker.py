"""The embedded broker's own ways; what every broker must do is in `tests.pipeline.test_kafka`."""

from pathlib import Path

import pytest

from pipeline.embedded.broker_server import EmbeddedBroker
from pipeline.kafka import cluster_id
from schemas.errors import Fatal


def test_every_life_is_a_new_cluster(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path) as broker:
        first = cluster_id(broker.settings)
        broker.stop()
        broker.start()
        broker.wait_until_ready()
        assert cluster_id(broker.settings) != first


def test_a_broker_on_a_taken_port_is_not_taken_for_the_one_that_holds_it(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path / "first") as first:
        late = EmbeddedBroker(tmp_path / "late", port=int(first.address.rsplit(":", 1)[1]))
        with pytest.raises(Fatal, match="in use"), late:
            pass
        assert not late.answers()
        assert first.answers()
