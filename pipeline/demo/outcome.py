"""What the day became, read back from ClickHouse as any analyst would read it."""

from collections import Counter
from dataclasses import dataclass

from pipeline.clickhouse import Client


@dataclass(frozen=True, slots=True)
class Outcome:
    """Events of each account, each event counted once, and the profile of each account as of now.

    `anonymous` are those of the events that are nobody's, `customers` is how many profiles there
    are.
    """

    events: Counter[str]
    anonymous: Counter[str]
    profiles: dict[str, str]
    customers: int


def read_outcome(client: Client) -> Outcome:
    """Count rows, not distinct ids: what is in the view twice is twice in every analysis."""
    counted = client.rows(
        "SELECT account_id, count(), countIf(profile_id IS NULL) FROM customer_events GROUP BY 1"
    )
    profiles = client.rows("SELECT account_id, toString(profile_id) FROM customer_accounts")
    ((customers,),) = client.rows("SELECT count() FROM customers")
    return Outcome(
        events=Counter({account: int(count) for account, count, _ in counted}),
        anonymous=Counter({account: int(count) for account, _, count in counted if int(count)}),
        profiles={str(account): str(profile) for account, profile in profiles},
        customers=int(customers),
    )


def count_events(client: Client) -> int:
    """How many events have arrived by now."""
    ((count,),) = client.rows("SELECT count() FROM customer_events")
    return int(count)
