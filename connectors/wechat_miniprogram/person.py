"""What a login tells of the person, as an event that identifies the account."""

from connectors.sdk.payload import Payload
from connectors.sdk.reading import origin_of
from connectors.sdk.times import from_epoch
from connectors.wechat.people import identifiers_of
from schemas.event import Account, CustomerEvent, EventType, Identifier
from schemas.raw import RawEvent

_GENDERS = {"1": "male", "2": "female"}
_TRAITS = {
    "nickname": "nickName",
    "city": "city",
    "province": "province",
    "country": "country",
    "language": "language",
}


def event_of(raw: RawEvent, login: Payload, meaning: EventType) -> CustomerEvent:
    """The person as of the login; of the moment of its call where it states none.

    Raises:
        Reject: when it names nobody.
    """
    openid = login.required("openid")
    logged_in_at = login.text("logged_in_at")
    return CustomerEvent(
        **origin_of(raw),
        type=meaning,
        platform_type=raw.kind,
        occurred_at=(from_epoch(logged_in_at, "logged_in_at") if logged_in_at else raw.received_at),
        account=Account.of(raw.platform, raw.source_account, openid),
        identifiers=(
            *identifiers_of(raw, openid, login.text("unionid")),
            *_phones(login.child("phone_info")),
        ),
        traits=_traits(login.child("user_info")),
    )


def _phones(phone: Payload) -> tuple[Identifier, ...]:
    """With its country's code, which a number from outside of China needs."""
    number, country = phone.text("purePhoneNumber"), phone.text("countryCode")
    value = f"+{country}{number}" if number and country else number or phone.text("phoneNumber")
    return (Identifier(type="phone", value=value),) if value else ()


def _traits(person: Payload) -> dict[str, str]:
    traits = {trait: value for trait, field in _TRAITS.items() if (value := person.text(field))}
    if gender := _GENDERS.get(person.text("gender") or ""):
        traits["gender"] = gender
    return traits
