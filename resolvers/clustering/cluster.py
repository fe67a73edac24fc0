"""The clustering function: greedy, canonical, with vetoes."""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from resolvers.accounts.state import IdentifierKey
from resolvers.clustering.component import Component, Verdict
from resolvers.clustering.doubting import Doubting
from resolvers.clustering.forest import Forest
from resolvers.clustering.linkage import AverageLinkage
from resolvers.clustering.partition import Drop, Link, Partition, Refusal, Veto
from resolvers.clustering.silence import Silence, silence
from resolvers.clustering.speaking import speaking
from resolvers.policy import Policy
from schemas.identity import EvidenceKind


def cluster(component: Component, policy: Policy) -> Partition:
    """Partition the accounts of the component into persons.

    Pure and deterministic: equal components give equal partitions, in whatever order their parts
    are stored. Evidence is taken in one canonical order (must-links; identifiers by the policy's
    priority, then value, each by pairs of the account ids it speaks for; weights by average
    linkage, `resolvers.clustering.linkage`), and each piece unites two clusters unless a veto
    stands, or the weights between them contradict an identifier that is doubtful. A must-link
    yields to a cannot-link only.
    """
    holders = _holders(component)
    silences = {
        key: silence(key, component.holders.get(key, len(accounts)), policy)
        for key, accounts in holders.items()
    }
    voices = {account: speaking(keys, policy) for account, keys in component.accounts.items()}
    forest = Forest(
        {
            account: [key for key in keys if silences[key] in (None, Silence.WEAK)]
            for account, keys in voices.items()
        },
        component.assertions,
        policy,
    )
    run = _Run(forest, Doubting(component.weights))
    for link in _must_links(component):
        run.consider(link)
    shared = {key: accounts for key, accounts in holders.items() if len(accounts) > 1}
    linking = [key for key in shared if silences[key] is None]
    for key in sorted(linking, key=lambda key: (policy.rule(key.type).priority, key[::-1])):
        run.share(
            key,
            [account for account in shared[key] if key in voices[account]],
            doubtful=policy.rule(key.type).doubtful and bool(policy.blocking),
        )
    linkage = AverageLinkage(component.weights, policy, forest.root)
    linkage.join(run.consider)
    run.refusals += linkage.outvoted()
    for key in sorted(linking):
        run.leave(key, shared[key], [each for each in shared[key] if key not in voices[each]])
    return Partition(
        clusters=forest.clusters(),
        links=tuple(run.links),
        refusals=tuple(run.refusals),
        drops=tuple(
            Drop(key, why, tuple(shared[key]), component.holders.get(key, len(shared[key])))
            for key in sorted(shared)
            if (why := silences[key]) is not None
        ),
    )


class _Run:
    """One pass over the evidence, in the order in which it is given."""

    def __init__(self, forest: Forest, doubting: Doubting) -> None:
        self._forest = forest
        self._doubting = doubting
        self.links: list[Link] = []
        self.refusals: list[Refusal] = []

    def consider(self, link: Link, *, doubtful: bool = False, contested: bool = False) -> bool:
        """Take a link unless a veto stands; whether it was taken, or needed no more.

        What the accounts of both clusters say must not contradict a doubtful link, and must
        confirm a contested one.
        """
        left, right = self._forest.root(link.left), self._forest.root(link.right)
        if left == right:
            return True
        asserted = link.kind is EvidenceKind.ASSERTION
        if (veto := self._forest.veto(left, right, asserted=asserted)) is not None:
            self.refusals.append(Refusal(link, *veto))
            return False
        if doubtful and self._is_contradicted(left, right, contested=contested):
            self.refusals.append(Refusal(link, Veto.CONTRADICTED))
            return False
        self._forest.unite(left, right)
        self.links.append(link)
        return True

    def share(self, key: IdentifierKey, accounts: Sequence[str], *, doubtful: bool) -> None:
        """Take every pair of a value's holders, in order of their ids.

        Pairs of clusters already refused for this value are not tried again before one of them
        has grown, so many holders cost little more than few. A doubtful value is contested when
        two of its holders cannot be one person: whose of them it is must be said otherwise.
        """
        root = self._forest.root
        contested = doubtful and self._is_contested({root(account) for account in accounts})
        refused: set[tuple[str, str]] = set()
        for place, left in enumerate(accounts):
            roots = {root(account) for account in accounts[place:]}
            if len(roots) == 1:
                return
            for right in accounts[place + 1 :]:
                pair = (root(left), root(right))
                if pair[0] == pair[1] or pair in refused:
                    continue
                link = Link(EvidenceKind.DETERMINISTIC, left, right, key.type, key)
                if self.consider(link, doubtful=doubtful, contested=contested):
                    refused.clear()
                else:
                    refused |= {pair, pair[::-1]}

    def _is_contested(self, roots: Collection[str]) -> bool:
        return len(roots) > 2 and any(
            self._forest.veto(left, right, asserted=False) is not None
            or self._is_contradicted(left, right, contested=False)
            for left, right in combinations(sorted(roots), 2)
        )

    def _is_contradicted(self, left: str, right: str, *, contested: bool) -> bool:
        sides = self._forest.members(left), self._forest.members(right)
        if contested:
            return not self._doubting.confirmed(*sides)
        return self._doubting.contradicted(*sides)

    def leave(self, key: IdentifierKey, accounts: Sequence[str], overfull: Sequence[str]) -> None:
        """Refuse what a value says of those of its holders for whom it does not speak."""
        refused: set[tuple[str, str]] = set()
        for silent in overfull:
            for other in accounts:
                pair = (self._forest.root(silent), self._forest.root(other))
                if pair[0] != pair[1] and pair not in refused:
                    refused |= {pair, pair[::-1]}
                    left, right = sorted((silent, other))
                    link = Link(EvidenceKind.DETERMINISTIC, left, right, key.type, key)
                    self.refusals.append(Refusal(link, Veto.OVERFULL, key.type))


def _holders(component: Component) -> dict[IdentifierKey, list[str]]:
    holders: dict[IdentifierKey, list[str]] = {}
    for account in sorted(component.accounts):
        for key in component.accounts[account]:
            holders.setdefault(key, []).append(account)
    return holders


def _must_links(component: Component) -> Iterator[Link]:
    for assertion in sorted(component.assertions):
        if assertion.verdict is Verdict.MUST_LINK:
            rule = assertion.verdict.value
            yield Link(EvidenceKind.ASSERTION, assertion.left, assertion.right, rule)
