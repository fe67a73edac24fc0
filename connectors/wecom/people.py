"""Who a customer is at WeCom, and what every event of one has."""

import re
from collections.abc import Iterable
from datetime import datetime

from connectors.sdk.reading import origin_of
from schemas.errors import Reject
from schemas.event import Account, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

_CUSTOMER = re.compile(r"w[mo][A-Za-z0-9_-]{30}")
"""`wm` is a WeChat user, `wo` a user of another corporation's WeCom. A staff member's id is the
corporation's own choice, and may begin likewise."""

_CORPORATION = re.compile(r"\w{1,64}")
_GENDERS = {"1": "male", "2": "female"}


def is_customer(user_id: str) -> bool:
    """Whether an id is a customer's and not a staff member's."""
    return _CUSTOMER.fullmatch(user_id) is not None


def event_of(
    raw: RawEvent,
    external_userid: str,
    meaning: EventType,
    platform_type: str,
    occurred_at: datetime,
    *,
    corporation: str | None = None,
    unionid: str | None = None,
    phones: Iterable[str] = (),
) -> CustomerEvent:
    """An event of a customer of `corporation`, which is the source's own where it is not said.

    Raises:
        Reject: when the corporation's id is none.
    """
    scope = raw.source_account if corporation is None else corporation
    if not _CORPORATION.fullmatch(scope):
        raise Reject("AuthCorpId", "a corporation's id", scope)
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=platform_type,
        occurred_at=occurred_at,
        account=Account.of(raw.platform, scope, external_userid),
        identifiers=tuple(_identifiers(raw, scope, external_userid, unionid, phones)),
    )


def name_trait(external_userid: str, name: str | None) -> dict[str, str]:
    """What `name` is: a WeChat user's nickname, or the name of another corporation's employee.

    The latter is often the name that the person was verified by.
    """
    if not name:
        return {}
    return {"name" if external_userid.startswith("wo") else "nickname": name}


def gender_trait(code: str | None) -> dict[str, str]:
    """1 is male, 2 female; 0 is unknown."""
    gender = _GENDERS.get(code or "")
    return {"gender": gender} if gender else {}


def _identifiers(
    raw: RawEvent, scope: str, external_userid: str, unionid: str | None, phones: Iterable[str]
) -> Iterable[Identifier]:
    yield Identifier(type="external_userid", value=external_userid, scope=scope)
    if unionid:
        yield Identifier(type="unionid", value=unionid, scope=raw.headers.get("open_platform", ""))
    for phone in dict.fromkeys(phones):
        yield Identifier(type="phone", value=phone)
