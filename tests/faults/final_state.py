"""What the identity store and ClickHouse hold once everything is processed."""

from collections import Counter
from dataclasses import dataclass

from pipeline.clickhouse import connect
from pipeline.settings import Settings
from resolvers.policy import load_policy
from resolvers.store import open_store
from schemas.profile import Profile
from tests.faults.agreement import disagreements
from tests.faults.documents import Accounts, accounts_of, without_chance

EventOfAccount = tuple[str, str]


@dataclass(frozen=True)
class FinalState:
    """The result of a run, without profile ids, which are chance.

    Args:
        events: how often analysts see each event, by its id and its account.
        counted: how many events each profile counts, by its accounts.
        documents: each profile's document without chance, by its accounts.
        disagreements: profiles and accounts of which store, topics and ClickHouse do not say the
            same, with what is wrong.
    """

    events: Counter[EventOfAccount]
    counted: dict[Accounts, int]
    documents: dict[Accounts, str]
    disagreements: dict[str, str]


def read_final_state(settings: Settings) -> FinalState:
    """Read everything. The line must be drained."""
    policy = load_policy(settings.policy_file)
    store = open_store(settings.identity_store_url, must_exist=True)
    try:
        profiles: list[Profile] = list(store.all_profiles(policy))
        changes = list(store.all_changes())
    finally:
        store.close()
    with connect(settings) as clickhouse:
        rows = clickhouse.rows(
            "select toString(event_id), account_id, count() from customer_events group by all"
        )
        return FinalState(
            events=Counter({(event, account): int(count) for event, account, count in rows}),
            counted={accounts_of(each): each.counters["events"] for each in profiles},
            documents={accounts_of(each): without_chance(each) for each in profiles},
            disagreements=dict(disagreements(settings, clickhouse, profiles, changes)),
        )
