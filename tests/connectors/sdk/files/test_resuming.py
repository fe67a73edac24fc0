"""An import that is stopped and started again."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from connectors.crm.export import CrmExport
from connectors.sdk.cursors import Cursors
from connectors.sdk.files.importing import BATCH_EVENTS, import_file
from connectors.sdk.files.manifest import Summary
from connectors.sdk.files.resuming import WhereItStopped
from schemas.raw import RawEvent
from tests.connectors.crm.exports import Published, file, mapping

ROWS = 3 * BATCH_EVENTS + 7


class Stopped(Published):
    """Takes so many batches, and then the import is interrupted."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def publish(self, raws: Sequence[RawEvent]) -> None:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        super().publish(raws)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    rows = [f"{number},1391234{number % 10000:04d}" for number in range(ROWS)]
    rows[5] = ",13912345678"  # no record id
    return file(tmp_path, "\n".join(["id,phone", *rows]))


def run(
    export: Path,
    publisher: Published,
    cluster_id: str = "broker",
    *,
    again: bool = False,
    **fields: object,
) -> Summary:
    cursors = Cursors(export.with_name("cursors.sqlite3"))
    return import_file(
        export,
        CrmExport(mapping(**fields)),
        publisher,
        rejected_path=export.with_name("rejected.csv"),
        resume=partial(WhereItStopped, cursors, cluster_id, again=again),
    )


def ids(publisher: Published) -> list[str]:
    return [raw.person_id for raw in publisher.raws if raw.headers.get("line")]


def test_a_stopped_import_goes_on_after_what_was_confirmed(export: Path) -> None:
    first, second = Stopped(batches=2), Published()
    with pytest.raises(KeyboardInterrupt):
        run(export, first)
    summary = run(export, second)
    assert len(ids(first)) == summary.resumed == 2 * BATCH_EVENTS
    assert sorted(ids(first) + ids(second), key=int) == [
        str(number) for number in range(ROWS) if number != 5
    ]
    assert (summary.imported, summary.rejected) == (ROWS - 1, 1)
    assert len(export.with_name("rejected.csv").read_text().splitlines()) == 2


def test_a_finished_import_is_not_done_once_more(export: Path) -> None:
    run(export, Published())
    second = Published()
    assert run(export, second).finished_before
    assert not second.raws


def test_a_finished_import_begins_at_the_beginning_where_that_is_asked_for(export: Path) -> None:
    run(export, Published())
    again = Published()
    assert run(export, again, again=True).resumed == 0
    assert len(ids(again)) == ROWS - 1


@pytest.mark.parametrize("change", ["cluster", "mapping", "content"])
def test_what_is_another_import_does_not_go_on(export: Path, change: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(export, Stopped(batches=1))
    if change == "content":
        export.write_text(export.read_text() + "\nnew,13912345678")
    constants = {"shop": "x"} if change == "mapping" else {}
    cluster_id = "other" if change == "cluster" else "broker"
    summary = run(export, Published(), cluster_id, constants=constants)
    assert summary.resumed == 0
