"""Whether topics and ClickHouse say what the identity store says, id by id."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from pipeline.clickhouse import Client
from pipeline.dead_letters.topic import read_topic
from pipeline.flow.hash_key import hash_key
from pipeline.flow.masking import Masking
from pipeline.settings import Settings
from schemas.identity import IdentityChange
from schemas.profile import VERSION_HEADER, Profile
from schemas.topics import PROFILES

Disagreement = tuple[str, str]
"""The id of a profile, an account or a change, and what is wrong with it."""


def disagreements(
    settings: Settings,
    clickhouse: Client,
    profiles: Sequence[Profile],
    changes: Sequence[IdentityChange],
) -> Iterator[Disagreement]:
    """Everything that is not as the store has it: `profiles` and the history of `changes`."""
    masking = Masking(hash_key(settings), settings.personal_values)
    living = {str(profile.profile_id): masking.profile(profile) for profile in profiles}
    ended = {str(each): change.version for change in changes for each in change.ended}
    yield from _of_the_topic(settings, living, ended)
    yield from _of_customers(clickhouse, living)
    yield from _of_accounts(clickhouse, living)
    yield from _of_history(clickhouse, changes)


def _of_the_topic(
    settings: Settings, living: Mapping[str, Profile], ended: Mapping[str, int]
) -> Iterator[Disagreement]:
    """What compaction leaves: the last message of each key."""
    last = {record.key.decode(): record for record in read_topic(settings, PROFILES.name)}
    for profile_id, profile in living.items():
        record = last.pop(profile_id, None)
        if record is None or record.value is None:
            yield profile_id, "living, but not on the profiles topic"
        elif record.value != profile.to_bytes():
            told = Profile.from_bytes(record.value).version
            yield profile_id, f"the topic ends with version {told}, current is {profile.version}"
    for profile_id, version in ended.items():
        record = last.pop(profile_id, None)
        if record is None or record.value is not None:
            yield profile_id, "ended, but the topic ends without a tombstone"
        elif dict(record.headers)[VERSION_HEADER] != b"%d" % version:
            yield profile_id, "its tombstone has another version than its end"
    yield from ((profile_id, "on the topic, unknown to the store") for profile_id in last)


def _of_customers(clickhouse: Client, living: Mapping[str, Profile]) -> Iterator[Disagreement]:
    rows = clickhouse.rows(
        "select toString(profile_id), version, accounts, counters, traits from customers"
    )
    found = {profile_id: tuple(rest) for profile_id, *rest in rows}
    if len(found) != len(rows):
        yield "customers", "a profile has several rows"
    wanted = {
        profile_id: (
            profile.version,
            [account.account_id for account in profile.accounts],
            profile.counters,
            {name: trait.value for name, trait in profile.traits.items()},
        )
        for profile_id, profile in living.items()
    }
    for profile_id in found.keys() | wanted.keys():
        if found.get(profile_id) != wanted.get(profile_id):
            yield profile_id, "its row in customers is not its document"


def _of_accounts(clickhouse: Client, living: Mapping[str, Profile]) -> Iterator[Disagreement]:
    wanted = {
        account.account_id: profile_id
        for profile_id, profile in living.items()
        for account in profile.accounts
    }
    mapped = {
        str(account): str(profile)
        for account, profile in clickhouse.rows(
            "select account_id, toString(profile_id) from customer_accounts"
        )
    }
    shown = clickhouse.rows("select distinct account_id, toString(profile_id) from customer_events")
    for account in mapped.keys() | wanted.keys():
        if mapped.get(account) != wanted.get(account):
            yield account, "customer_accounts has another profile"
    for account, profile_id in shown:
        if wanted.get(account) != profile_id:
            yield account, "customer_events has another profile"


def _of_history(clickhouse: Client, changes: Sequence[IdentityChange]) -> Iterator[Disagreement]:
    rows = clickhouse.rows("select change_id, count() from identity_changes final group by all")
    found: dict[UUID, int] = dict(rows)
    for change_id in {change.change_id for change in changes} ^ found.keys():
        yield str(change_id), "a change that only the store or only ClickHouse knows"
    for change_id, count in found.items():
        if count > 1:
            yield str(change_id), "a change that ClickHouse has several times"
