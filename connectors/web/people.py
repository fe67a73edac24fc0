"""Whose call it was, and the identifiers that calls carry."""

from collections.abc import Iterator

from connectors.sdk.payload import Payload
from schemas.errors import Reject
from schemas.event import Account, Identifier
from schemas.raw import RawEvent

_NOBODY = frozenset(
    {
        "undefined",
        "null",
        "none",
        "nil",
        "nan",
        "true",
        "false",
        "id",
        "userid",
        "user_id",
        "distinct_id",
        "anonymous",
        "anonymousid",
        "anonymous_id",
        "guest",
        "unknown",
        "not_authenticated",
        "n/a",
        "-1",
        "[object object]",
    }
)
"""What pages send for an id where they have none, in lower case. Each would become one account
that swallows everybody."""

_ZEROS = "0-"
"""`0`, and the ids of devices that do not tell theirs: `00000000-0000-0000-0000-000000000000`."""


def id_of(call: Payload, *names: str) -> str | None:
    """The first of the fields that holds an id; what pages send in its place counts as absent.

    Raises:
        Reject: when it is an object or array.
    """
    for name in names:
        stated = call.text(name)
        if stated is None:
            continue
        bare = stated.strip().lower()
        if bare.strip(_ZEROS) and bare not in _NOBODY:
            return stated
    return None


def person_id_of(user_id: str | None, anonymous_id: str | None) -> str | None:
    """Who acted within the site: the user where known, else the browser or device."""
    if user_id is not None:
        return f"user/{user_id}"
    return None if anonymous_id is None else f"anonymous/{anonymous_id}"


def account_of(raw: RawEvent, user_id: str | None, anonymous_id: str | None) -> Account:
    """The account, within the site.

    Raises:
        Reject: when the call names nobody.
    """
    person_id = person_id_of(user_id, anonymous_id)
    if person_id is None:
        raise Reject("userId", "a userId or anonymousId")
    return Account.of(raw.platform, raw.source_account, person_id)


def own_identifiers(
    raw: RawEvent, user_id: str | None, anonymous_ids: tuple[str | None, ...]
) -> Iterator[Identifier]:
    """User and browser ids, which are unique within the site only."""
    if user_id is not None:
        yield Identifier(type="user_id", value=user_id, scope=raw.source_account)
    for anonymous_id in anonymous_ids:
        if anonymous_id is not None:
            yield Identifier(type="anonymous_id", value=anonymous_id, scope=raw.source_account)


def device_identifiers(context: Payload) -> Iterator[Identifier]:
    """Ids of the device that a context tells of, the same in every app on it."""
    if "device" not in context.content:
        return
    device = context.child("device")
    if device_id := id_of(device, "id"):
        yield Identifier(type="device_id", value=device_id)
    if advertising_id := id_of(device, "advertisingId"):
        yield Identifier(type="advertising_id", value=advertising_id)
