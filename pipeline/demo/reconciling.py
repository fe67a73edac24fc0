"""Whether every event that was sent arrived, and arrived once."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """Events in and out. `lost` and `surplus` are counted account by account, so that one never
    makes up for the other.
    """

    sent: int
    arrived: int
    lost: int
    surplus: int

    @property
    def is_even(self) -> bool:
        return not self.lost and not self.surplus


def balance(sent: Counter[str], arrived: Counter[str]) -> Balance:
    """Compare the distinct events sent of each account with the rows that arrived of it."""
    return Balance(
        sent=sent.total(),
        arrived=arrived.total(),
        lost=(sent - arrived).total(),
        surplus=(arrived - sent).total(),
    )


def of_platform(counts: Counter[str], platform: str) -> Counter[str]:
    """The counts of one platform's accounts."""
    return Counter({a: n for a, n in counts.items() if a.startswith(f"{platform}:")})
