"""Who acts on Bilibili: ids of one app and of one developer, and the name on show."""

from connectors.sdk.payload import Payload
from schemas.errors import Reject
from schemas.event import Account, Identifier

_OLD_SCOPE = "uid"
_NOBODY = "0"


def account_of(platform: str, app_id: str, user: Payload) -> Account:
    """The account. Messages of old have the `uid`, the same everywhere, in place of `open_id`.

    Raises:
        Reject: when there is neither.
    """
    if open_id := user.text("open_id"):
        return Account.of(platform, app_id, open_id)
    if (uid := user.text("uid")) and uid != _NOBODY:
        return Account.of(platform, _OLD_SCOPE, uid)
    raise Reject(user.at("open_id"), "a value")


def identifiers_of(app_id: str, developer: str, user: Payload) -> tuple[Identifier, ...]:
    """The ids: `open_id` is one app's, `union_id`, where it is granted, one developer's."""
    found = (
        ("bilibili_open_id", user.text("open_id"), app_id),
        ("bilibili_union_id", user.text("union_id"), developer),
    )
    return tuple(
        Identifier(type=kind, value=value, scope=scope) for kind, value, scope in found if value
    )


def traits_of(user: Payload) -> dict[str, str]:
    """The name that the person shows."""
    name = user.text("uname")
    return {"nickname": name} if name else {}
