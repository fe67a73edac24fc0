"""CRM exports against the contract of files."""

from collections.abc import Iterable, Sequence

from connectors.crm.export import CrmExport
from pipeline.connector_contract.filing import FileContract
from tests.connectors.crm.exports import mapping


class TestContract(FileContract):
    def export(self, name: str) -> CrmExport:
        return CrmExport(mapping(source_account=name, traits={"name": "name"}))

    def rows(self, numbers: Iterable[int]) -> Sequence[Sequence[str]]:
        rows = [[str(number), "林小满", "13900010001"] for number in numbers]
        return [["id", "name", "phone"], *rows]
