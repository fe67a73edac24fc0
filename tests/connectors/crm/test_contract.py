"""CRM exports against the contract of files."""

from collections.abc import Iterable, Sequence

from connectors.crm.export import CrmExport
from connectors.crm.mapping import Mapping
from pipeline.connector_contract.filing import FileContract


class TestContract(FileContract):
    def export(self, name: str) -> CrmExport:
        return CrmExport(
            Mapping.model_validate(
                {
                    "source_account": name,
                    "record_id": {"columns": ["编号"]},
                    "identifiers": {"phone": {"columns": ["手机"]}},
                    "traits": {"name": {"columns": ["姓名"]}},
                }
            )
        )

    def rows(self, numbers: Iterable[int]) -> Sequence[Sequence[str]]:
        people = [[f"C{number}", f"139{number:08}", f"林小满{number}"] for number in numbers]
        return [["编号", "手机", "姓名"], *people]
