"""Acme's files against the contract of files."""

from collections.abc import Iterable, Sequence

from pipeline.connector_contract.filing import FileContract
from pipeline.new_connector.file.acme.answers import AnswersExport
from pipeline.new_connector.file.acme.reader import COLUMNS, read


class TestContract(FileContract):
    read = staticmethod(read)

    def export(self, name: str) -> AnswersExport:
        return AnswersExport(name)

    def rows(self, numbers: Iterable[int]) -> Sequence[Sequence[str]]:
        answers = [
            [str(number), f"139{number:08}", "2026-01-01 11:40:00", "9", "很好"]
            for number in numbers
        ]
        return [COLUMNS, *answers]
