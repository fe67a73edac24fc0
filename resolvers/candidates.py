"""Which pairs of accounts a change of descriptions makes worth comparing, and which no longer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from resolvers.blocking import BlockKey, Standing
from resolvers.comparisons import Description
from resolvers.criteria import Criteria
from resolvers.store import Pair, Transaction


@dataclass(frozen=True, slots=True)
class Redescribed:
    """An account of which something else can be compared than before; None where nothing was."""

    before: Description | None
    now: Description


@dataclass(frozen=True, slots=True)
class Candidates:
    """What became of the blocks of redescribed accounts.

    `pairs` are those to score: every candidate pair of a redescribed account, and the pairs of
    other accounts in `emptied` blocks, which fit the limit again. `filled` are the accounts of
    each block that fits no longer: of the weights between them those are withdrawn that no
    other block supports. `left_out` counts, for each redescribed account and oversized block of
    the finest depth, the others in there, as far as they were counted.
    """

    pairs: set[Pair]
    emptied: set[Pair]
    filled: tuple[tuple[str, ...], ...]
    left_out: int


def find_candidates(
    transaction: Transaction, criteria: Criteria, redescribed: Mapping[str, Redescribed]
) -> Candidates:
    """Write the new blocks of the accounts and look at what has become of them.

    Takes a fixed number of statements however many accounts there are.
    """
    now = {each: criteria.keys(change.now) for each, change in redescribed.items()}
    before = {
        each: criteria.keys(change.before)
        for each, change in redescribed.items()
        if change.before is not None
    }
    added, removed = _difference(before, now), _difference(now, before)
    transaction.blocks.save(added, removed)
    standing = Standing(
        criteria.policy.block_limit,
        gained=(block for block, _ in added),
        lost=(block for block, _ in removed),
    )
    keys = {key.value: key for each in (now, before) for of in each.values() for key in of}
    measure(transaction, standing, keys.values())
    emptied = [k for k in keys.values() if standing.is_open(k) and standing.was_oversized(k)]
    filled = [k for k in keys.values() if standing.was_open(k) and standing.is_oversized(k)]
    open_now = {
        account: [key.value for key in of if standing.is_open(key)] for account, of in now.items()
    }
    members = transaction.blocks.members(
        {key.value for key in (*emptied, *filled)}.union(*open_now.values())
    )
    return Candidates(
        pairs={
            (account, other) if account < other else (other, account)
            for account, blocks in open_now.items()
            for block in blocks
            for other in members[block]
            if other != account
        },
        emptied={
            pair
            for key in emptied
            for pair in combinations(members.get(key.value, ()), 2)
            if pair[0] not in redescribed and pair[1] not in redescribed
        },
        filled=tuple(
            tuple(each for each in members[key.value] if each not in redescribed) for key in filled
        ),
        left_out=sum(_left_out(standing, of) for of in now.values()),
    )


def unsupported(
    transaction: Transaction,
    criteria: Criteria,
    pairs: Collection[Pair],
    descriptions: Mapping[str, Description],
) -> set[Pair]:
    """The pairs that are together in no open block."""
    keys = {
        account: {key.value: key for key in criteria.keys(descriptions[account])}
        for account in {account for pair in pairs for account in pair}
    }
    shared = {
        (left, right): [keys[left][value] for value in keys[left].keys() & keys[right].keys()]
        for left, right in pairs
    }
    standing = Standing(criteria.policy.block_limit, (), ())
    measure(transaction, standing, {key for of in shared.values() for key in of})
    return {pair for pair, of in shared.items() if not any(map(standing.is_open, of))}


def measure(transaction: Transaction, standing: Standing, keys: Iterable[BlockKey]) -> None:
    """Count the blocks that matter, depth by depth."""
    by_depth: dict[int, list[BlockKey]] = {}
    for key in keys:
        by_depth.setdefault(key.depth, []).append(key)
    for depth in sorted(by_depth):
        wanted = [key.value for key in by_depth[depth] if standing.matters(key)]
        if wanted:
            standing.measure(transaction.blocks.sizes(wanted, standing.most))


def _difference(
    some: Mapping[str, Sequence[BlockKey]], others: Mapping[str, Sequence[BlockKey]]
) -> list[tuple[int, str]]:
    """The blocks of accounts in `others` that they do not have in `some`."""
    return [
        (block, account)
        for account, keys in others.items()
        for block in {key.value for key in keys}.difference(
            key.value for key in some.get(account, ())
        )
    ]


def _left_out(standing: Standing, keys: Sequence[BlockKey]) -> int:
    refined = {key.coarser for key in keys}
    return sum(
        standing.size(key) - 1
        for key in keys
        if key.value not in refined and standing.is_oversized(key)
    )
