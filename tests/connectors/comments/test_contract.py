"""Files of comments against the contract of files."""

from collections.abc import Iterable, Sequence

from connectors.comments.export import CommentsExport
from pipeline.connector_contract.filing import FileContract
from tests.connectors.comments.files import ROW


class TestContract(FileContract):
    def export(self, name: str) -> CommentsExport:
        return CommentsExport(source_account=name)

    def rows(self, numbers: Iterable[int]) -> Sequence[Sequence[str]]:
        rows = [ROW | {"comment_id": str(number)} for number in numbers]
        return [list(ROW), *(list(row.values()) for row in rows)]
