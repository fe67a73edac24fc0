"""Who acted, and by which ids WeChat knows that person."""

from connectors.sdk.payload import Payload
from schemas.event import Identifier
from schemas.raw import RawEvent


def openid_of(message: Payload) -> str:
    """Who acted. A revocation comes from WeChat itself and names the customer apart.

    Raises:
        Reject: when the message names nobody.
    """
    return message.text("OpenID") or message.required("FromUserName")


def identifiers_of(raw: RawEvent, openid: str, unionid: str | None) -> tuple[Identifier, ...]:
    """The openid within its account, the unionid within its Open Platform account."""
    own = Identifier(type="openid", value=openid, scope=raw.source_account)
    if unionid is None:
        return (own,)
    scope = raw.headers.get("open_platform", "")
    return (own, Identifier(type="unionid", value=unionid, scope=scope))
