"""`profiles` and its tombstones as rows of `profiles`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from pipeline.sinks.clickhouse.rows.table import Row, Table, counters, json_text, time, version
from schemas.errors import Reject
from schemas.profile import VERSION_HEADER, Profile

PROFILES = Table(
    "profiles",
    (
        "profile_id",
        "version",
        "is_deleted",
        "created_at",
        "first_seen",
        "last_seen",
        "accounts",
        "platforms",
        "identifiers",
        "traits",
        "trait_hashes",
        "counters",
        "insights",
        "tags",
        "consent",
        "policy_version",
    ),
    only_latest=True,
)

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def profile_row(profile: Profile) -> Row:
    """The row of a profile as it stands at its version.

    Raises:
        Reject: a time, a version or a counter that its column cannot hold.
    """
    return (
        profile.profile_id,
        version(profile.version),
        0,
        time("created_at", profile.created_at),
        time("first_seen", profile.first_seen),
        time("last_seen", profile.last_seen),
        [account.account_id for account in profile.accounts],
        sorted({account.platform for account in profile.accounts}),
        [(each.type, each.value, each.scope, each.hash or "") for each in profile.identifiers],
        {name: trait.value for name, trait in profile.traits.items()},
        {name: trait.hash for name, trait in profile.traits.items() if trait.hash},
        counters(profile.counters),
        json_text(profile.insights),
        profile.tags,
        profile.consent,
        profile.policy_version,
    )


def tombstone_row(key: bytes | None, headers: Sequence[tuple[str, bytes]]) -> Row:
    """The row that ends a profile at the version of its tombstone.

    Raises:
        Reject: the key is no profile id, or the header `guiyi-version` is no version.
    """
    try:
        profile_id = UUID((key or b"").decode("ascii"))
    except ValueError:
        raise Reject("key", "a profile id") from None
    stated = dict(headers).get(VERSION_HEADER, b"")
    if not stated.isdigit():
        raise Reject(
            f"headers.{VERSION_HEADER}", "an ASCII number", stated.decode(errors="replace")
        )
    ended_at = version(int(stated))
    return (profile_id, ended_at, 1, _NEVER, _NEVER, _NEVER, [], [], [], {}, {}, {}, "", [], {}, "")
