"""The shortest way from one account to another over the evidence."""

from collections import defaultdict, deque
from collections.abc import Callable

from resolvers.assignment.evidence import of_drop, of_link, of_refusal
from resolvers.clustering import Drop, Partition
from schemas.identity import Evidence


def shortest_chain(partition: Partition, left: str, right: str) -> list[Evidence]:
    """The evidence that leads from `left` to `right`, in this direction; empty when none does.

    Of all chains the one with the fewest pieces that do not hold, of those the shortest.
    """
    links: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for link in partition.links:
        links[link.left].append((link.right, of_link(link)))
        links[link.right].append((link.left, of_link(link)))
    refused: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
    for refusal in partition.refusals:
        one, other = refusal.link.left, refusal.link.right
        refused[one].append((other, of_refusal(refusal)))
        refused[other].append((one, of_refusal(refusal)))
    drops: dict[str, list[Drop]] = defaultdict(list)
    for drop in partition.drops:
        for account in drop.accounts:
            drops[account].append(drop)

    def obstructed(account: str) -> list[tuple[str, Evidence]]:
        shared = [
            (other, of_drop(drop, account, other))
            for drop in drops.pop(account, ())
            for other in drop.accounts
            if other != account
        ]
        return refused[account] + shared

    return _walk(left, right, links, obstructed)


def _walk(
    left: str,
    right: str,
    links: dict[str, list[tuple[str, Evidence]]],
    obstructed: Callable[[str], list[tuple[str, Evidence]]],
) -> list[Evidence]:
    """Breadth first along links; only when these are exhausted one step over an obstacle."""
    came: dict[str, tuple[str, Evidence] | None] = {left: None}
    level = [left]
    while level and right not in came:
        reached, waiting = list(level), deque(level)
        while waiting:
            account = waiting.popleft()
            for other, evidence in links[account]:
                if other not in came:
                    came[other] = (account, evidence)
                    waiting.append(other)
                    reached.append(other)
        level = []
        for account in reached:
            for other, evidence in obstructed(account):
                if other not in came:
                    came[other] = (account, evidence)
                    level.append(other)
    return _traced(came, right)


def _traced(came: dict[str, tuple[str, Evidence] | None], right: str) -> list[Evidence]:
    chain = []
    step = came.get(right)
    while step is not None:
        account, evidence = step
        if evidence.left != account:
            swapped = {"left": evidence.right, "right": evidence.left}
            evidence = evidence.but(**swapped)
        chain.append(evidence)
        step = came[account]
    return chain[::-1]
