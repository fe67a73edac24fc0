"""The explanation of two accounts from the stored graph."""

from collections.abc import Iterator, Sequence

from resolvers.accounts import held
from resolvers.clustering import Partition, cluster
from resolvers.criteria import Criteria
from resolvers.explaining.comparing import compared_directly, details_of
from resolvers.explaining.explanation import Explanation
from resolvers.explaining.path import shortest_chain
from resolvers.neighbourhood import Neighbourhood
from resolvers.store import Transaction
from schemas.errors import Reject
from schemas.identity import Evidence, EvidenceKind


def explain(
    transaction: Transaction, criteria: Criteria, left: str, right: str, *, clear: bool
) -> Explanation:
    """Cluster the neighbourhood of the two accounts again and say what came of it.

    Personal values are masked unless `clear`.

    Raises:
        Reject: when an account is unknown, or both are the same.
    """
    if left == right:
        raise Reject("right", "another account than left", right)
    loaded = {
        account.state.account_id: account
        for account in transaction.graph.accounts_with_profile_mates((left, right))
    }
    for side, account_id in (("left", left), ("right", right)):
        if account_id not in loaded:
            raise Reject(side, "a known account", account_id)
    policy, model = criteria.policy, criteria.comparing
    neighbourhood = Neighbourhood(transaction, criteria, loaded)
    neighbourhood.grow(
        {each: frozenset(held(loaded[each].state, policy)) for each in (left, right)}
    )
    component, _ = neighbourhood.component()
    partition = cluster(component, policy)
    chain = list(_detailed(shortest_chain(partition, left, right), criteria, neighbourhood))
    profiles = [loaded[each].profile.profile_id for each in (left, right)]
    comparison = None
    if model is not None:
        described = [(each, neighbourhood.description(each)) for each in (left, right)]
        comparison = compared_directly(transaction, criteria, model, *described)
        if profiles[0] != profiles[1] and "refused" not in comparison.details:
            refused = {"refused": _veto(partition, left, right)}
            comparison = comparison.but(details=comparison.details | refused)
    return Explanation(
        left=left,
        right=right,
        left_profile=profiles[0],
        right_profile=profiles[1],
        chain=tuple(chain if clear else (each.masked() for each in chain)),
        policy_version=policy.version,
        comparison=comparison,
        model_version=None if model is None else model.version,
    )


def _detailed(
    chain: Sequence[Evidence], criteria: Criteria, neighbourhood: Neighbourhood
) -> Iterator[Evidence]:
    """The chain with the comparisons behind each weight."""
    model = criteria.comparing
    for evidence in chain:
        if evidence.kind is not EvidenceKind.PROBABILISTIC or model is None:
            yield evidence
            continue
        left, right = (
            (each, neighbourhood.description(each)) for each in (evidence.left, evidence.right)
        )
        details = details_of(criteria, model, left, right).details
        yield evidence.but(details=details | evidence.details)


def _veto(partition: Partition, left: str, right: str) -> str:
    """Why two accounts that weigh enough are not one person all the same."""
    for refusal in partition.refusals:
        if {refusal.link.left, refusal.link.right} == {left, right}:
            return refusal.veto.value
    return "outvoted"
