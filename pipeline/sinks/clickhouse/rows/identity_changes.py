"""`identity-changes` as rows of `identity_changes` and of `account_profiles`."""

from collections.abc import Iterator
from uuid import UUID

from pipeline.sinks.clickhouse.rows.table import Row, Table, json_text, time, version
from schemas.event import NO_PROFILE
from schemas.identity import IdentityChange, Membership

IDENTITY_CHANGES = Table(
    "identity_changes",
    (
        "change_id",
        "kind",
        "profile_id",
        "version",
        "changed_at",
        "before",
        "after",
        "evidence",
        "policy_version",
        "model_version",
        "caused_by",
    ),
)
ACCOUNT_PROFILES = Table(
    "account_profiles", ("account_id", "version", "profile_id", "changed_at"), only_latest=True
)


def change_row(change: IdentityChange) -> Row:
    """The change itself.

    Raises:
        Reject: a time or a version that its column cannot hold.
    """
    return (
        change.change_id,
        change.kind,
        change.profile_id,
        version(change.version),
        time("changed_at", change.changed_at),
        [_membership(each) for each in change.before],
        [_membership(each) for each in change.after],
        [
            (
                each.kind,
                each.left,
                each.right,
                each.rule,
                each.value or "",
                each.weight,
                json_text(each.details),
            )
            for each in change.evidence
        ],
        change.policy_version,
        change.model_version or "",
        change.caused_by,
    )


def account_rows(change: IdentityChange) -> Iterator[Row]:
    """One row for each account that the change brought to a profile, or left without any."""
    profile_before = _profile_of_account(change.before)
    profile_after = _profile_of_account(change.after)
    for account_id in sorted(profile_before.keys() | profile_after.keys()):
        profile_id = profile_after.get(account_id, NO_PROFILE)
        if profile_id != profile_before.get(account_id):
            yield (account_id, change.version, profile_id, change.changed_at)


def _profile_of_account(memberships: tuple[Membership, ...]) -> dict[str, UUID]:
    return {
        account_id: membership.profile_id
        for membership in memberships
        for account_id in membership.accounts
    }


def _membership(membership: Membership) -> Row:
    return (membership.profile_id, membership.accounts)
