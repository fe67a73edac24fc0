"""A profile's document without what is chance, so that those of two runs can be compared."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.demo.clock import MIDNIGHT
from schemas.profile import Profile

DAY_ENDS = (MIDNIGHT + timedelta(days=2)).astimezone(UTC)
"""Events of the demo's day bear times before this; what is polled bears the time of receipt."""

Accounts = tuple[str, ...]


def accounts_of(profile: Profile) -> Accounts:
    """The profile by what it is in every run: its accounts, sorted."""
    return tuple(sorted(account.account_id for account in profile.accounts))


def without_chance(profile: Profile) -> str:
    """All of the document that depends on the events alone, as JSON.

    Chance are profile ids, versions, times of receipt, and which of several polled lists stated a
    trait last.
    """
    document: dict[str, Any] = json.loads(profile.to_bytes())
    for name in ("profile_id", "version", "created_at"):
        del document[name]
    traits = document.get("traits", {})
    for name, trait in traits.items():
        if _is_of_receipt(trait["stated_at"]):
            traits[name] = "as polled last"
    for fact in (document, *document["accounts"], *document.get("identifiers", ())):
        for name in ("first_seen", "last_seen"):
            if _is_of_receipt(fact[name]):
                fact[name] = "at receipt"
    return json.dumps(document, sort_keys=True)


def _is_of_receipt(time: str) -> bool:
    return datetime.fromisoformat(time) >= DAY_ENDS
