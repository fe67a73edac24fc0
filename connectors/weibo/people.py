"""Who acts on Weibo: the uid, and what the public profile says."""

from connectors.sdk.payload import Payload
from schemas.event import Account, Identifier

_SCOPE = "global"
_GENDERS = {"m": "male", "f": "female"}


def account_of(platform: str, uid: str) -> Account:
    """The account; a uid is the same everywhere."""
    return Account.of(platform, _SCOPE, uid)


def identifiers_of(uid: str) -> tuple[Identifier, ...]:
    """The uid as an identifier that records of other platforms may state too."""
    return (Identifier(type="weibo_uid", value=uid),)


def uid_of(user: Payload) -> str:
    """The uid of a user object.

    Raises:
        Reject: when it has none.
    """
    return user.text("idstr") or user.required("id")


def traits_of(user: Payload) -> dict[str, str]:
    """Traits of a user object. `location` is what the person wrote: a province and maybe a city."""
    traits = {
        "nickname": user.text("screen_name"),
        "gender": _GENDERS.get(user.text("gender") or ""),
        "location": user.text("location"),
        "verified": user.text("verified"),
        "followers_count": user.text("followers_count"),
    }
    return {name: value for name, value in traits.items() if value is not None}
