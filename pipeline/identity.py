"""The resolver that this deployment's settings describe."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import structlog

from pipeline.settings import Settings
from resolvers.criteria import Criteria
from resolvers.matching import MatchModel, load_model
from resolvers.policy import Policy, Strength, load_policy
from resolvers.recomputing import applied_before
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore, open_store
from schemas.errors import Fatal

log = structlog.get_logger()


def criteria_of(settings: Settings) -> Criteria:
    """All that decides who is who.

    Raises:
        Fatal: when one of the files is wrong.
    """
    return Criteria(*chosen_criteria(settings))


def chosen_criteria(settings: Settings) -> tuple[Policy, MatchModel | None]:
    """The policy, and the match model where the policy has blocking rules.

    Raises:
        Fatal: when one of the files is wrong, or the two do not go together.
    """
    policy = load_policy(settings.policy_file)
    if not policy.blocking:
        return policy, None
    model = load_model(settings.model_file)
    if policy.population is not None and model.population is None:
        raise Fatal(
            f"the policy has a population, but the match model {model.name} does not say among how"
            " many accounts it holds: give it a population too, or train it"
        )
    return policy, model


def identifier_types(policy: Policy) -> Sequence[str] | None:
    """The types of identifiers that files may state, None: any.

    Where the default links nobody, a type that the policy does not name would say nothing; it is
    rather misspelt. One that shall link nobody is named as weak.
    """
    return None if policy.default.strength is Strength.STRONG else [*policy.identifiers]


def tell_if_not_applied(store: IdentityStore, criteria: Criteria) -> None:
    """Warn in the log where the graph was last brought under other criteria than these.

    Raises:
        Retry: when the database is away.
    """
    applied = applied_before(store, criteria, datetime.now(UTC))
    if applied != criteria.versions:
        log.warning(
            "criteria_not_applied",
            policy=criteria.policy.version,
            model=criteria.versions.model,
            applied_policy=applied.policy,
            applied_model=applied.model,
            advice="guiyi policy diff, then guiyi policy apply",
        )


def resolver_on(store: IdentityStore, settings: Settings) -> Resolver:
    """The resolver on an open store.

    Raises:
        Fatal: when the policy or the model is wrong.
    """
    policy, model = chosen_criteria(settings)
    remember = timedelta(days=settings.remember_events_days)
    return Resolver(store, policy, model, remember=remember)


def tell_if_outgrown(store: IdentityStore, criteria: Criteria) -> None:
    """Warn in the log where there are more than twice the accounts that weights are meant for.

    Raises:
        Retry: when the database is away.
    """
    if criteria.comparing is None or (meant := criteria.population) is None:
        return
    accounts = store.read(lambda transaction: transaction.whole.accounts())
    if accounts > 2 * meant:
        log.warning(
            "population_outgrown",
            accounts=accounts,
            population=meant,
            advice="state the population in the policy, then guiyi policy diff, then apply",
        )


@contextmanager
def existing_resolver(settings: Settings) -> Iterator[Resolver]:
    """The resolver on a store that is already there, closed at the end.

    Raises:
        Fatal: when there is no store, or the policy or the model is wrong.
        Retry: when the database is away.
    """
    store = open_store(settings.identity_store_url, must_exist=True)
    try:
        yield resolver_on(store, settings)
    finally:
        store.close()
