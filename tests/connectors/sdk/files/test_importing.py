"""What an import publishes, by the example of CRM records."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from connectors.crm.export import CrmExport
from connectors.crm.reader import read
from connectors.sdk.files.importing import import_file
from schemas.errors import Fatal, Retry
from schemas.raw import RawEvent
from tests.connectors.crm.exports import Published, file, imported, mapping


def test_the_same_file_again_is_the_same_events(tmp_path: Path) -> None:
    path = file(tmp_path, "id,phone,changed\n1,2,2026/1/1\n3,4,\n")
    by_change = mapping(occurred_at="changed")
    first = imported(path, by_change, tmp_path)
    again = imported(path, by_change, tmp_path)

    assert [raw.event_id for raw in again.raws] == [raw.event_id for raw in first.raws]
    assert [event.occurred_at for event in again.events] == [
        event.occurred_at for event in first.events
    ]


def test_a_busy_broker_is_asked_again(tmp_path: Path) -> None:
    class Busy(Published):
        turned_away = 0

        def publish(self, raws: Sequence[RawEvent]) -> None:
            if not self.turned_away:
                self.turned_away += 1
                raise Retry("busy")
            super().publish(raws)

    publisher = Busy()
    path = file(tmp_path, "id,phone\n1,2\n")
    import_file(path, CrmExport(mapping()), publisher, rejected_path=tmp_path / "rejected.csv")

    assert publisher.turned_away == 1
    assert [raw.kind for raw in publisher.raws] == ["record", "manifest"]


def test_the_manifest_is_the_last_raw_event_and_no_customer_event(tmp_path: Path) -> None:
    result = imported(file(tmp_path, "id,phone\n1,2\n,3\n"), mapping(), tmp_path)

    assert result.raws[-1].kind == "manifest"
    assert '"rows": 1, "rejected": 1' in result.raws[-1].body
    assert read(result.raws[-1]) == ()


def test_a_limit_reads_so_many_rows(tmp_path: Path) -> None:
    result = imported(file(tmp_path, "id,phone\n1,2\n3,4\n"), mapping(), tmp_path, limit=1)

    assert result.summary.imported == 1


def test_an_empty_or_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Fatal, match=r"export\.csv: the file is empty"):
        imported(file(tmp_path, ""), mapping(), tmp_path)
    with pytest.raises(Fatal, match="No such file"):
        imported(tmp_path / "none.csv", mapping(), tmp_path)
