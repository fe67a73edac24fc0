"""The explanation of two accounts from the stored graph."""

from resolvers.accounts import held
from resolvers.clustering import cluster
from resolvers.explaining.explanation import Explanation
from resolvers.explaining.path import shortest_chain
from resolvers.neighbourhood import Neighbourhood
from resolvers.policy import Policy
from resolvers.store import Transaction
from schemas.errors import Reject


def explain(
    transaction: Transaction, policy: Policy, left: str, right: str, *, clear: bool
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
    neighbourhood = Neighbourhood(transaction, policy, loaded)
    neighbourhood.grow({each: held(loaded[each].state, policy) for each in (left, right)})
    chain = shortest_chain(cluster(neighbourhood.component, policy), left, right)
    return Explanation(
        left=left,
        right=right,
        left_profile=loaded[left].profile.profile_id,
        right_profile=loaded[right].profile.profile_id,
        chain=tuple(chain if clear else (each.masked() for each in chain)),
        policy_version=policy.version,
    )
