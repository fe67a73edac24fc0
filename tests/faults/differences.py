"""How a run's final state differs from an undisturbed run's."""

from dataclasses import dataclass

from tests.faults.final_state import FinalState


@dataclass(frozen=True)
class Differences:
    """All zero: the harm that was done left no trace.

    Args:
        lost: events that ClickHouse lacks or that profiles did not count, whichever are more.
        duplicated: events that analysts see twice or that profiles counted twice.
        wrong_profiles: profiles with other accounts or another document, and ids of which store,
            topics and ClickHouse do not say the same.
        examples: a few of each, by their ids.
    """

    lost: int
    duplicated: int
    wrong_profiles: int
    examples: tuple[str, ...]


def compare(undisturbed: FinalState, found: FinalState) -> Differences:
    """Count what differs in `found`."""
    missing, added = undisturbed.events - found.events, found.events - undisturbed.events
    uncounted = overcounted = 0
    for accounts in undisturbed.counted.keys() & found.counted.keys():
        difference = found.counted[accounts] - undisturbed.counted[accounts]
        uncounted += max(0, -difference)
        overcounted += max(0, difference)
    wrong = {
        accounts
        for accounts in undisturbed.documents.keys() | found.documents.keys()
        if undisturbed.documents.get(accounts) != found.documents.get(accounts)
    }
    return Differences(
        lost=max(missing.total(), uncounted),
        duplicated=max(added.total(), overcounted),
        wrong_profiles=len(wrong) + len(found.disagreements),
        examples=(
            *(f"lost: {event} of {account}" for event, account in list(missing)[:3]),
            *(f"twice: {event} of {account}" for event, account in list(added)[:3]),
            *(f"wrong: {', '.join(accounts)}" for accounts in list(wrong)[:3]),
            *(f"{name}: {what}" for name, what in list(found.disagreements.items())[:3]),
        ),
    )
