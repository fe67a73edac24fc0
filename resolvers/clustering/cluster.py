"""The clustering function: greedy, canonical, with vetoes."""

from collections.abc import Iterator

from resolvers.accounts.state import IdentifierKey
from resolvers.clustering.component import Component, Verdict
from resolvers.clustering.considering import Considering
from resolvers.clustering.doubting import Doubting
from resolvers.clustering.forest import Forest
from resolvers.clustering.linkage import AverageLinkage
from resolvers.clustering.partition import Drop, Link, Partition
from resolvers.clustering.silence import Silence, silence
from resolvers.clustering.speaking import speaking
from resolvers.policy import Policy
from schemas.identity import EvidenceKind


def cluster(component: Component, policy: Policy) -> Partition:
    """Partition the accounts of the component into persons.

    Pure and deterministic: equal components give equal partitions, in whatever order their parts
    are stored. Evidence is taken in one canonical order (must-links; identifiers by the policy's
    priority, then value, each by pairs of the account ids it speaks for; doubtful identifiers, the
    pairs of accounts with the heaviest weights first; weights by average linkage,
    `resolvers.clustering.linkage`), and each piece unites two clusters unless a veto stands, or
    what the accounts of both say contradicts an identifier that is doubtful. A must-link yields to
    a cannot-link only.
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
    run = Considering(forest, Doubting(component.weights))
    for link in _must_links(component):
        run.consider(link)
    shared = {key: accounts for key, accounts in holders.items() if len(accounts) > 1}
    linking = [key for key in shared if silences[key] is None]
    linking.sort(key=lambda key: (policy.rule(key.type).priority, key[::-1]))
    spoken_for = {
        key: [account for account in shared[key] if key in voices[account]] for key in linking
    }
    doubtful = [key for key in linking if policy.blocking and policy.rule(key.type).doubtful]
    for key in linking:
        if key not in doubtful:
            run.share(key, spoken_for[key])
    run.share_doubtfully(spoken_for, doubtful)
    linkage = AverageLinkage(component.weights, policy, forest.root)
    linkage.join(run.weigh)
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
