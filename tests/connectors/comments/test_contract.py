"""Files of comments against the contract of files."""

from collections.abc import Iterable, Sequence

from connectors.comments.columns import COLUMNS
from connectors.comments.export import CommentsExport
from pipeline.connector_contract.filing import FileContract
from tests.connectors.comments.files import ROW


class TestContract(FileContract):
    def export(self, name: str) -> CommentsExport:
        return CommentsExport(source_account=name)

    def rows(self, numbers: Iterable[int]) -> Sequence[Sequence[str]]:
        comments = [ROW | {"comment_id": f"51200{number:08}"} for number in numbers]
        return [tuple(COLUMNS), *([row.get(name, "") for name in COLUMNS] for row in comments)]
