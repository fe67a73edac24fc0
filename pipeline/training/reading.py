"""The accounts that a model is trained on."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from connectors.crm.export import CrmExport
from connectors.crm.mapping import Mapping
from connectors.sdk.files.importing import import_file
from connectors.sdk.files.manifest import Summary
from pipeline.flow.normalizing import normalizing_steps
from pipeline.flow.steps import Done, run_steps
from resolvers.accounts import AccountState, fold
from resolvers.store import IdentityStore, Transaction
from schemas.raw import RawEvent

_PAGE = 2000


def states_in_files(
    files: Iterable[tuple[Path, Mapping]],
    region: str,
    on_read: Callable[[Path, Summary], None] = lambda _file, _summary: None,
) -> list[AccountState]:
    """The accounts that CSV files would make, in the order of their ids; nothing is stored.

    Rows that cannot be read are left out.

    Args:
        files: each with its mapping.
        region: of phone numbers that have no country code.
        on_read: is told what became of each file's rows and columns.

    Raises:
        Fatal: when a file cannot be read at all or does not fit its mapping.
    """
    folding = _Folding(region)
    with tempfile.TemporaryDirectory() as folder:
        for file, mapping in files:
            summary = import_file(
                file, CrmExport(mapping), folding, rejected_path=Path(folder) / "rejected.csv"
            )
            on_read(file, summary)
    return [state for _, state in sorted(folding.states.items())]


def states_in_store(store: IdentityStore) -> list[AccountState]:
    """All accounts of an identity store, in the order of their ids.

    Raises:
        Retry: when the database is away.
    """
    return store.read(lambda transaction: [each for page in _pages(transaction) for each in page])


def _pages(transaction: Transaction) -> Iterator[list[AccountState]]:
    last = ""
    while page := [each.state for each in transaction.whole.accounts_after(last, _PAGE)]:
        last = page[-1].account_id
        yield page


class _Folding:
    """Takes raw events in place of a broker, and folds what they say into accounts."""

    def __init__(self, region: str) -> None:
        self._steps = normalizing_steps(region)
        self.states: dict[str, AccountState] = {}

    def publish(self, raws: Sequence[RawEvent]) -> None:
        for raw in raws:
            outcome = run_steps(self._steps, raw.to_bytes())
            if not isinstance(outcome, Done):
                continue
            for event in outcome.value:
                account_id = event.account.account_id
                self.states[account_id] = fold(self.states.get(account_id), [event])
