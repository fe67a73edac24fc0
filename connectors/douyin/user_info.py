"""What oauth/userinfo says of a customer who logged in at the brand by Douyin."""

from connectors.douyin.event_types import ERROR
from connectors.douyin.people import GENDERS, event_of, nickname_of
from connectors.sdk.payload import Payload
from connectors.sdk.reading import Reading
from schemas.event import EventType, Identifier
from schemas.raw import RawEvent

_PLACES = ("city", "province", "country")


def read_user_info(raw: RawEvent, answer: Payload, meaning: EventType) -> Reading:
    """The open_id together with the union_id, which one developer's apps share."""
    user = answer.child("data")
    if user.text("error_code") not in (None, "0"):
        return ERROR
    event = event_of(raw, user.required("open_id"), raw.kind, meaning, raw.received_at)
    union_id = user.text("union_id")
    scope = raw.headers.get("developer", "")
    joining = (Identifier(type="douyin_union_id", value=union_id, scope=scope),) if union_id else ()
    return (event.but(identifiers=(*event.identifiers, *joining), traits=_traits_of(user)),)


def _traits_of(user: Payload) -> dict[str, str]:
    traits = nickname_of(user, "nickname")
    traits |= {name: value for name in _PLACES if (value := user.text(name))}
    if gender := GENDERS.get(user.text("gender") or ""):
        traits["gender"] = gender
    return traits
