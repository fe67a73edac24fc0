"""Logins that the brand's backend tells of. The package's docstring states the call."""

import hashlib
import hmac
import json

from connectors.douyin.event_types import LOGIN
from connectors.douyin.people import GENDERS, event_of, nickname_of
from connectors.sdk.json_text import parse_object
from connectors.sdk.payload import Payload
from connectors.sdk.receiver import Refused, Request
from connectors.sdk.times import from_epoch
from schemas.errors import Reject
from schemas.event import CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

_PLACES = ("city", "province", "country")
_PERSON = ("open_id", "union_id", "nickname", "gender", *_PLACES)


def login_event(
    request: Request, secret: str | None, *, platform: str, client_key: str, developer: str
) -> RawEvent:
    """Check a call and wrap what it tells of the person, made anew of the fields that are known.

    Without `logged_in_at` a login that says nothing new is the same event.

    Raises:
        Refused: 403 when it is not authentic, 400 when it is no login.
    """
    given = request.headers.get("authorization", "").encode()
    if secret is None or not hmac.compare_digest(given, f"Bearer {secret}".encode()):
        raise Refused(403, "wrong_secret")
    try:
        login = _stripped(Payload(parse_object(request.body)))
    except Reject as error:
        raise Refused(400, f"wrong_{error.field.rpartition('.')[2]}") from error
    body = json.dumps(login, ensure_ascii=False, sort_keys=True).encode()
    return RawEvent.of(
        platform=platform,
        source_account=client_key,
        kind=LOGIN,
        person_id=login["open_id"],
        dedupe_key=f"{LOGIN}:{login['open_id']}:{hashlib.sha256(body).hexdigest()}",
        body=body,
        received_at=request.received_at,
        headers={"developer": developer} if developer else {},
    )


def read_login(raw: RawEvent, login: Payload, meaning: EventType) -> CustomerEvent:
    """The open_id together with the union_id, which one developer's apps share, and the phone."""
    logged_in_at = login.text("logged_in_at")
    time = from_epoch(logged_in_at, "logged_in_at") if logged_in_at else raw.received_at
    event = event_of(raw, login.required("open_id"), raw.kind, meaning, time)
    joining = [
        Identifier(type=kind, value=value, scope=scope)
        for kind, field, scope in (
            ("douyin_union_id", "union_id", raw.headers.get("developer", "")),
            ("phone", "phone", ""),
        )
        if (value := login.text(field))
    ]
    traits = nickname_of(login, "nickname")
    traits |= {name: value for name in _PLACES if (value := login.text(name))}
    if gender := GENDERS.get(login.text("gender") or ""):
        traits["gender"] = gender
    return event.but(identifiers=(*event.identifiers, *joining), traits=traits)


def _stripped(call: Payload) -> dict[str, str]:
    user = call.child("userinfo").child("data")
    user.required("open_id")
    stated = {name: user.text(name) for name in _PERSON}
    stated |= {name: call.text(name) for name in ("phone", "logged_in_at")}
    return {name: value for name, value in stated.items() if value}
