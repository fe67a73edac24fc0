import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.embedded import addresses
from pipeline.embedded.addresses import choose_addresses, environment
from pipeline.embedded.ports import HOST, free_port, holder, is_free
from pipeline.settings import Settings
from schemas.errors import Fatal


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_that_was_set_is_refused_with_its_holder(taken_port: int) -> None:
    with pytest.raises(Fatal, match=rf"worker: port {taken_port} is in use by .*pid \d+"):
        choose_addresses(_settings(worker_port=taken_port))


def test_a_taken_default_is_replaced_and_told(
    taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings()
    monkeypatch.setattr(
        addresses,
        "_listeners",
        lambda _: [addresses._Listener("broker", "kafka_bootstrap", taken_port, "h:{port}")],
    )
    object.__setattr__(settings, "__pydantic_fields_set__", set())
    chosen, [notice] = choose_addresses(settings)
    assert chosen.kafka_bootstrap == f"h:{notice.chosen}"
    assert notice.taken == taken_port
    assert is_free(notice.chosen)


def test_free_ports_are_kept() -> None:
    settings = _settings()
    chosen, notices = choose_addresses(settings)
    assert notices == ()
    assert chosen.kafka_bootstrap == settings.kafka_bootstrap
    assert chosen.clickhouse_url == settings.clickhouse_url


def test_parts_that_are_not_embedded_keep_their_address(taken_port: int) -> None:
    settings = _settings(
        embedded_broker=False,
        kafka_bootstrap=f"one:{taken_port},two:{taken_port}",
        embedded_clickhouse=False,
        clickhouse_url=f"https://clickhouse:{taken_port}/path",
    )
    chosen, _ = choose_addresses(settings)
    assert chosen.kafka_bootstrap == settings.kafka_bootstrap
    assert chosen.clickhouse_url == settings.clickhouse_url


def test_the_holder_of_a_port_is_named(taken_port: int) -> None:
    assert "pid" in holder(taken_port)
    assert holder(free_port()) == "another user's process"


def test_a_child_gets_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _settings(data_dir=tmp_path, hash_key="k" * 32, embedded_broker=False)
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    assert Settings() == settings


def _settings(**changes: object) -> Settings:
    free = {
        "kafka_bootstrap": f"{HOST}:{free_port()}",
        "clickhouse_url": f"http://{HOST}:{free_port()}",
        "sink_port": free_port(),
        "worker_port": free_port(),
        "connector_port": free_port(),
    }
    return Settings(**(free | changes))  # type: ignore[arg-type]
