"""A copy of a graph to try things on."""

from collections.abc import Callable

from resolvers.store import IdentityStore, StoredAccount, Transaction

PAGE = 2000


def copy_graph(
    source: IdentityStore, target: IdentityStore, on_progress: Callable[[int], None]
) -> None:
    """Copy accounts, profiles and assertions as they are at one moment, a page of memory at a time.

    The indexes of identifiers, blocks and weights stay empty. `source` is not written to, and
    whoever writes to it need not wait.

    Args:
        source: what is copied.
        target: an empty store.
        on_progress: told how many accounts are copied.

    Raises:
        Retry: when the source is away.
    """

    def copy(reading: Transaction) -> None:
        copied, last = 0, ""
        while page := reading.whole.accounts_after(last, PAGE):
            target.write(lambda writing, page=page: _save(writing, page))  # type: ignore[misc]
            last = page[-1].state.account_id
            copied += len(page)
            on_progress(copied)
        assertions = list(reading.assertions.all())
        target.write(lambda writing: writing.assertions.copy(assertions))

    source.read(copy, long=True)


def _save(writing: Transaction, accounts: list[StoredAccount]) -> None:
    writing.graph.save_accounts(accounts)
    writing.graph.save_profiles({each.profile for each in accounts}, ())
