"""The resolver: batches of events in, profiles and identity changes out, state in the store."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from resolvers.accounts.state import to_microseconds
from resolvers.applying import apply, waiting
from resolvers.criteria import Criteria
from resolvers.explaining import Explanation, explain
from resolvers.matching import MatchModel
from resolvers.policy import Policy
from resolvers.resolution import EndedProfile, PlacedEvent, Position, Resolution, Standing
from resolvers.reviewing import Review
from resolvers.store import IdentityStore, Transaction, documents
from schemas.profile import Profile

_FORGETTING_EVERY = timedelta(hours=1)


def _now() -> datetime:
    return datetime.now(UTC)


class Resolver:
    """Resolves events to profiles by one policy and, where it has blocking rules, one match model.

    State changes exactly once per event; outputs may be had again at any time. Several resolvers,
    in several processes, may share a store on PostgreSQL.
    """

    def __init__(
        self,
        store: IdentityStore,
        policy: Policy,
        model: MatchModel | None = None,
        *,
        remember: timedelta = timedelta(days=7),
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Use a store, a policy and a match model.

        Args:
            store: where the graph lives.
            policy: decides who is who.
            model: weighs accounts that the policy's blocking rules bring together; without one
                none are compared.
            remember: how long event ids are remembered, so that repeats do not count again.
            clock: tells the time, with a zone.
        """
        self._store = store
        self._criteria = Criteria(policy, model)
        self._remember = remember
        self._clock = clock
        self._forgot_at: datetime | None = None
        self.review = Review(store, self._criteria, clock)

    def apply(self, position: Position, events: Sequence[PlacedEvent]) -> Resolution:
        """Apply a batch of one partition and commit it with its offset, in one transaction.

        Events at or below the stored offset, and those whose id was counted within the window,
        change nothing; they get their outputs all the same. The changes stay in the outbox until
        `published` is called, and come again with the next batch of the partition until then.

        Raises:
            Retry: when the store is away or busy. Nothing was changed.
        """
        now = self._clock()
        resolution = self._store.write(
            lambda transaction: apply(transaction, self._criteria, position, events, now)
        )
        self._forget_old_events()
        return resolution

    def published(self, resolution: Resolution) -> None:
        """Take the changes of the resolution out of the outbox: the broker has confirmed them."""
        change_ids = [change.change_id for change in resolution.changes]
        if change_ids:
            self._store.write(lambda transaction: transaction.outbox.mark_published(change_ids))

    def caused_by_persons(self) -> Resolution:
        """The changes that persons caused and the broker has not confirmed, the oldest thousand,
        with what they lead to. No batch brings them: to be told and then given to `published`.

        Raises:
            Retry: when the store is away.
        """
        return self._store.read(lambda transaction: waiting(transaction, self._criteria))

    def newer_than(self, told: Mapping[UUID, int]) -> Standing:
        """How those profiles stand now that have a higher version than was told, by profile id.

        Raises:
            Retry: when the store is away.
        """

        def work(transaction: Transaction) -> Standing:
            moved = transaction.graph.moved_on(told)
            living = [profile_id for profile_id, ended_at in moved.items() if ended_at is None]
            accounts = transaction.graph.accounts_of(living) if living else ()
            return Standing(
                profiles=tuple(documents(accounts, self._criteria.policy)),
                ended=tuple(
                    EndedProfile(profile_id, ended_at)
                    for profile_id, ended_at in moved.items()
                    if ended_at is not None
                ),
            )

        return self._store.read(work)

    def profile(self, name: UUID | str) -> Profile | None:
        """The current document, with clear values, of a profile id or of an account's profile."""

        def work(transaction: Transaction) -> list[Profile]:
            graph = transaction.graph
            found = (
                graph.accounts_of([name])
                if isinstance(name, UUID)
                else graph.accounts_with_profile_mates([name])
            )
            return documents(found, self._criteria.policy)

        return next(iter(self._store.read(work)), None)

    def why(self, left: str, right: str, *, clear: bool = False) -> Explanation:
        """Explain why two accounts are one person, or are not; masked unless `clear`.

        Raises:
            Reject: when an account is unknown, or both are the same.
            Retry: when the store is away.
        """
        return self._store.read(
            lambda transaction: explain(transaction, self._criteria, left, right, clear=clear)
        )

    def _forget_old_events(self) -> None:
        now = self._clock()
        if self._forgot_at is None or now - self._forgot_at >= _FORGETTING_EVERY:
            before = to_microseconds(now - self._remember)
            self._store.write(lambda transaction: transaction.progress.forget_counted(before))
            self._forgot_at = now
