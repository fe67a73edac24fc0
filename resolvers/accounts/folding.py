"""Events into account states: any order and any batching of the same events, the same state."""

from collections.abc import Iterable

from resolvers.accounts.latest import latest_identifiers, latest_traits
from resolvers.accounts.money import in_smallest_unit
from resolvers.accounts.state import (
    AccountState,
    Stated,
    identifier_key,
    seen,
    to_microseconds,
)
from schemas.event import CustomerEvent


def fold(state: AccountState | None, events: Iterable[CustomerEvent]) -> AccountState:
    """The state with the events added; `state` itself is left as it is.

    Commutative. The caller gives each event once, since counters count every event given;
    everything else is idempotent. All events are of one account; there is at least one, or a
    state.
    """
    folded = None if state is None else _copied(state)
    for event in events:
        at = to_microseconds(event.occurred_at)
        if folded is None:
            folded = AccountState(event.account.account_id, event.account.platform, at, at)
        _add(folded, event, at)
    assert folded is not None
    folded.identifiers = latest_identifiers(folded.identifiers)
    folded.traits = latest_traits(folded.traits)
    return folded


def _copied(state: AccountState) -> AccountState:
    return AccountState(
        state.account_id,
        state.platform,
        state.first_seen,
        state.last_seen,
        state.snapshot_at,
        dict(state.identifiers),
        dict(state.traits),
        dict(state.counters),
        dict(state.consent),
    )


def _add(state: AccountState, event: CustomerEvent, at: int) -> None:
    state.first_seen = min(state.first_seen, at)
    state.last_seen = max(state.last_seen, at)
    if event.snapshot:
        state.snapshot_at = at if state.snapshot_at is None else max(state.snapshot_at, at)
    for identifier in event.identifiers:
        key = identifier_key((identifier.type, identifier.scope, identifier.value))
        first, last = state.identifiers.get(key) or (at, at)
        state.identifiers[key] = seen((min(first, at), max(last, at)))
    if event.traits:
        event_id = str(event.event_id)
        for name, value in event.traits.items():
            stated = Stated(at, event_id, value)
            state.traits[name] = max(stated, state.traits.get(name, stated))
    for purpose, given in event.consent.items():
        state.consent[purpose] = later_consent((at, given), state.consent.get(purpose))
    _count(state, event)


def later_consent(left: tuple[int, bool], right: tuple[int, bool] | None) -> tuple[int, bool]:
    """The later of two answers; of two at one time the withdrawal."""
    if right is None:
        return left
    return max(left, right, key=lambda answer: (answer[0], not answer[1]))


def _count(state: AccountState, event: CustomerEvent) -> None:
    counters = state.counters
    counters["events"] = counters.get("events", 0) + 1
    by_type = f"events.{event.type}"
    counters[by_type] = counters.get(by_type, 0) + 1
    thing = event.object
    if thing is None or thing.amount is None or thing.currency is None:
        return
    units = in_smallest_unit(thing.amount, thing.currency)
    if units is not None:
        name = f"amount.{thing.currency.upper()}.{event.type}"
        counters[name] = counters.get(name, 0) + units
