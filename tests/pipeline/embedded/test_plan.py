from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.embedded.plan import GUIYI, READERS, plan
from pipeline.settings import Settings
from schemas.topics import DEAD_LETTERS, HALTS, TOPICS


def test_every_part_stands_before_those_that_hand_their_work_to_it(tmp_path: Path) -> None:
    names = [part.name for part in plan(Settings(data_dir=tmp_path))]
    assert names == ["broker", "clickhouse", "sink", "worker", "connectors"]


def test_parts_that_are_elsewhere_are_neither_started_nor_waited_for(tmp_path: Path) -> None:
    elsewhere = Settings(data_dir=tmp_path, embedded_broker=False, embedded_clickhouse=False)
    parts = plan(elsewhere)
    assert [part.name for part in parts] == ["sink", "worker", "connectors"]
    assert all(part.needs == () for part in parts)


def test_several_workers_are_parts_with_ports_of_their_own(tmp_path: Path) -> None:
    parts = plan(Settings(data_dir=tmp_path, workers=2, worker_port=5001))
    workers = [part for part in parts if part.command == (*GUIYI, "worker")]
    assert [part.name for part in workers] == ["worker", "worker-2"]
    assert workers[0].port == 5001 != workers[1].port
    for part in workers:
        assert part.environment["GUIYI_WORKER_PORT"] == str(part.port)


@pytest.mark.parametrize(("partitions", "workers"), [(4, 3), (4, 5), (6, 4)])
def test_a_worker_that_could_have_nothing_to_do_is_refused(partitions: int, workers: int) -> None:
    with pytest.raises(ValidationError, match="a number that divides"):
        Settings(topic_partitions=partitions, workers=workers)


def test_a_renewed_broker_is_another_cluster_at_the_same_address(tmp_path: Path) -> None:
    [broker] = [part for part in plan(Settings(data_dir=tmp_path)) if part.name == "broker"]
    assert broker.renew is not None
    renewed = broker.renew()
    assert renewed.address == broker.address
    assert renewed.command != broker.command


def test_every_topic_but_the_dead_letters_is_drained_by_a_part() -> None:
    read = {topic for topics in READERS.values() for topic in topics}
    assert {topic.name for topic in TOPICS} - read == {DEAD_LETTERS.name, HALTS.name}
