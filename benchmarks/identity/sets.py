"""Data sets with a known truth: their files, how they are read, and who is who in them."""

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from connectors.sdk.files.importing import import_file
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, run_steps
from schemas.event import CustomerEvent
from schemas.raw import RawEvent

Truth = Mapping[str, str]
"""Each account's person."""

MAPPINGS = Path("deploy/mappings")
CRITERIA = Path("deploy/identity")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of records and the mapping by which the CRM connector reads it."""

    file: str
    mapping: Path


@dataclass(frozen=True, slots=True)
class TruthColumn:
    """The person is what a pattern finds in a column: its first group."""

    column: str
    pattern: str = "(.+)"


@dataclass(frozen=True, slots=True)
class TruthPairs:
    """A file lists which record of the first source is which of the second; others are alone."""

    file: str


@dataclass(frozen=True, slots=True)
class DataSet:
    """Records and their truth. `policy` and `comparisons` are what is known of the field."""

    sources: tuple[Source, ...]
    truth: TruthColumn | TruthPairs
    policy: Path | None = None
    comparisons: Path | None = None

    @property
    def lists_pairs(self) -> bool:
        """Whether the truth is a list of pairs, and says nothing of the accounts not in it."""
        return isinstance(self.truth, TruthPairs)

    def events(self, root: Path) -> list[CustomerEvent]:
        """The records as the worker would have them, one event each, in the files' order."""
        publisher = _Collected()
        with tempfile.TemporaryDirectory() as folder:
            for number, source in enumerate(self.sources):
                rejected = Path(folder) / f"{number}.csv"
                import_file(
                    root / source.file,
                    CrmExport(load_mapping(source.mapping)),
                    publisher,
                    rejected_path=rejected,
                )
        steps = normalizing_steps("CN")
        outcomes = (run_steps(steps, raw.to_bytes()) for raw in publisher.raws)
        return [event for each in outcomes if isinstance(each, Done) for event in each.value]

    def persons(self, root: Path) -> Truth:
        """Who is who."""
        rows = [list(_rows(root / source.file, source.mapping)) for source in self.sources]
        if isinstance(self.truth, TruthPairs):
            return _by_pairs(
                root / self.truth.file, [[account for account, _ in of] for of in rows]
            )
        pattern = re.compile(self.truth.pattern)
        truth = {}
        for account, row in (each for of in rows for each in of):
            found = pattern.search(row[self.truth.column])
            truth[account] = account if found is None else found[1]
        return truth


@dataclass(slots=True)
class _Collected:
    """A publisher that keeps what it is given."""

    raws: list[RawEvent] = field(default_factory=list)

    def publish(self, raws: Sequence[RawEvent]) -> None:
        self.raws += raws


def _rows(file: Path, mapping_file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with the id of its account."""
    mapping = load_mapping(mapping_file)
    (column,) = mapping.record_id.columns
    with file.open(encoding=mapping.encoding or "utf-8-sig", newline="") as lines:
        for row in csv.DictReader(
            lines, delimiter=mapping.delimiter or ",", skipinitialspace=mapping.skip_initial_space
        ):
            yield f"crm:{mapping.source_account}:{row[column]}", row


def _by_pairs(file: Path, accounts: Sequence[Sequence[str]]) -> Truth:
    named = [{account.rpartition(":")[2]: account for account in of} for of in accounts]
    truth = {account: account for of in accounts for account in of}
    with file.open(newline="") as lines:
        _header, *pairs = csv.reader(lines, delimiter="|" if "|" in file.read_text() else ",")
    for left, right in pairs:
        truth[named[1][right]] = named[0][left]
    return truth


def _known(name: str, sources: Sequence[Source], truth: TruthColumn | TruthPairs) -> DataSet:
    return DataSet(
        tuple(sources),
        truth,
        CRITERIA / f"{name}.policy.yaml",
        CRITERIA / f"{name}.comparisons.yaml",
    )


_FEBRL = TruthColumn("rec_id", r"rec-(\d+)-")

SETS = {
    "febrl3": _known("febrl", [Source("febrl_3.csv", MAPPINGS / "febrl.yaml")], _FEBRL),
    "febrl4": _known(
        "febrl",
        [Source(f"febrl_4{half}.csv", MAPPINGS / "febrl.yaml") for half in "ab"],
        _FEBRL,
    ),
    "historical": _known(
        "historical",
        [Source("historical_people.csv", MAPPINGS / "historical.yaml")],
        TruthColumn("cluster"),
    ),
    "restaurants": _known(
        "restaurants",
        [
            Source(f"restaurants/rest{number}.csv", MAPPINGS / f"restaurants_{number}.yaml")
            for number in (1, 2)
        ],
        TruthPairs("restaurants/gt.csv"),
    ),
}
"""Of FEBRL's records the social security number is not used: the policy calls it weak, and nothing
compares it."""
