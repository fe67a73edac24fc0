"""Ports of its own for each process that runs tests, where several do."""

import os
from collections.abc import Iterator

import pytest

from pipeline.embedded import ports


@pytest.fixture(scope="session", autouse=True)
def ports_of_its_own() -> Iterator[None]:
    """Choose free ports from a share of them.

    One that was chosen, or whose server is being restarted, is free still when others look.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ports, "_CHOICE", ports._CHOICE[number::count])
        yield
