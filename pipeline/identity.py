"""The resolver that this deployment's settings describe."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from pipeline.settings import Settings
from resolvers.criteria import Criteria
from resolvers.matching import MatchModel, load_model
from resolvers.policy import Policy, load_policy
from resolvers.resolver import Resolver
from resolvers.store import IdentityStore, open_store


def criteria_of(settings: Settings) -> Criteria:
    """All that decides who is who.

    Raises:
        Fatal: when one of the files is wrong.
    """
    return Criteria(*chosen_criteria(settings))


def chosen_criteria(settings: Settings) -> tuple[Policy, MatchModel | None]:
    """The policy, and the match model where the policy has blocking rules.

    Raises:
        Fatal: when one of the files is wrong.
    """
    policy = load_policy(settings.policy_file)
    return policy, load_model(settings.model_file) if policy.blocking else None


def resolver_on(store: IdentityStore, settings: Settings) -> Resolver:
    """The resolver on an open store.

    Raises:
        Fatal: when the policy or the model is wrong.
    """
    policy, model = chosen_criteria(settings)
    remember = timedelta(days=settings.remember_events_days)
    return Resolver(store, policy, model, remember=remember)


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
