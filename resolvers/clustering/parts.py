"""The parts of a component in which weights have something to say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from resolvers.accounts.state import IdentifierKey
from resolvers.clustering.component import Component, PairWeight, Verdict
from resolvers.clustering.silence import silence
from resolvers.clustering.speaking import speaking
from resolvers.policy import Policy


@dataclass(frozen=True, slots=True)
class Part:
    """Accounts that evidence connects, sorted; a weight from `effective_match_threshold` up or a
    doubtful identifier is among it.

    `threshold` is what weights had to reach to count as connecting. `is_small` says whether it
    has at most `max_component_accounts`, `is_doubtful` whether some share a doubtful identifier.
    """

    accounts: tuple[str, ...]
    threshold: float
    is_small: bool
    is_doubtful: bool = False


def parts(component: Component, policy: Policy) -> list[Part]:
    """Divide the component into parts that are small enough to look at every pair.

    Must-links and linking values connect in any case, and weights from `effective_match_threshold`
    up. Where that makes a part too large, the threshold is raised for it by a bit at a time, until
    its parts are small or nothing but the other evidence is left. Pure, like `cluster`: the same
    for several components in one as for each by itself.
    """
    heavy = [each for each in component.weights if each.weight >= policy.effective_match_threshold]
    shared = _shared(component, policy)
    doubtful = [accounts for key, accounts in shared if policy.rule(key.type).doubtful]
    if not heavy and not doubtful:
        return []
    ties = [*(accounts for _, accounts in shared), *_asserted(component)]
    connected = _divided(
        ties, heavy, policy.effective_match_threshold, policy.max_component_accounts
    )
    part_of = {account: part for part in connected for account in part.accounts}
    weighty = {
        part
        for each in heavy
        if (part := part_of.get(each.left)) is not None and part is part_of.get(each.right)
    }
    doubted = {part_of[accounts[0]] for accounts in doubtful}
    return sorted(
        (replace(part, is_doubtful=part in doubted) for part in weighty | doubted),
        key=lambda part: part.accounts,
    )


def _shared(component: Component, policy: Policy) -> list[tuple[IdentifierKey, Sequence[str]]]:
    """Linking values, each with the several accounts for which it speaks."""
    holders: dict[IdentifierKey, list[str]] = {}
    for account, keys in component.accounts.items():
        for key in keys:
            holders.setdefault(key, []).append(account)
    voices = {account: speaking(keys, policy) for account, keys in component.accounts.items()}
    return [
        (key, speakers)
        for key, accounts in holders.items()
        if len(accounts) > 1
        and silence(key, component.holders.get(key, len(accounts)), policy) is None
        and len(speakers := [each for each in accounts if key in voices[each]]) > 1
    ]


def _asserted(component: Component) -> Iterator[Sequence[str]]:
    for assertion in component.assertions:
        if assertion.verdict is Verdict.MUST_LINK:
            yield assertion.left, assertion.right


def _divided(
    ties: Sequence[Sequence[str]], weights: Sequence[PairWeight], threshold: float, most: int
) -> Iterator[Part]:
    for accounts in _connected([*ties, *((each.left, each.right) for each in weights)]):
        if len(accounts) <= most:
            yield Part(tuple(sorted(accounts)), threshold, is_small=True)
            continue
        inside = [each for each in weights if each.left in accounts]
        if not inside:
            yield Part(tuple(sorted(accounts)), threshold, is_small=False)
            continue
        yield from _divided(
            [each for each in ties if each and each[0] in accounts],
            [each for each in inside if each.weight >= threshold + 1],
            threshold + 1,
            most,
        )


def _connected(groups: Iterable[Sequence[str]]) -> list[set[str]]:
    """The accounts of the groups, united where groups overlap."""
    united: dict[str, set[str]] = {}
    for group in groups:
        sets = {id(united[each]): united[each] for each in group if each in united}
        whole = max(sets.values(), key=len, default=set[str]())
        for other in sets.values():
            if other is not whole:
                whole |= other
                united.update(dict.fromkeys(other, whole))
        whole.update(group)
        united.update(dict.fromkeys(group, whole))
    return list({id(each): each for each in united.values()}.values())
