"""The resolver that this deployment's settings describe."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from pipeline.settings import Settings
from resolvers.policy import load_policy
from resolvers.resolver import Resolver
from resolvers.store import open_store


@contextmanager
def existing_resolver(settings: Settings) -> Iterator[Resolver]:
    """The resolver on a store that is already there, closed at the end.

    Raises:
        Fatal: when there is no store, or the policy is wrong.
        Retry: when the database is away.
    """
    policy = load_policy(settings.policy_file)
    store = open_store(settings.identity_store_url, must_exist=True)
    try:
        yield Resolver(store, policy, remember=timedelta(days=settings.remember_events_days))
    finally:
        store.close()
