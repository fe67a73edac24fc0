"""The one table from identifier type to its normalizer."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from resolvers.identifiers.email import normalize_email
from resolvers.identifiers.ids import (
    EXTERNAL_USERID,
    WEIBO_UID,
    WEIXIN_ID,
    WEIXIN_NAME,
    IdForm,
    normalize_advertising_id,
    normalize_id,
    normalize_national_id,
)
from resolvers.identifiers.phone import normalize_phone
from resolvers.identifiers.text import normalize_text
from schemas.errors import Reject
from schemas.event import Identifier

Normalizer = Callable[[str], str]
"""A value as stated → its one spelling. Raises `ValueError` saying what was expected."""


def _id(form: IdForm) -> Normalizer:
    return partial(normalize_id, form)


NORMALIZERS: Mapping[str, Normalizer] = {
    "email": normalize_email,
    "unionid": _id(WEIXIN_ID),
    "openid": _id(WEIXIN_ID),
    "external_userid": _id(EXTERNAL_USERID),
    "weibo_uid": _id(WEIBO_UID),
    "user_id": normalize_text,
    "anonymous_id": normalize_text,
    "device_id": normalize_text,
    "advertising_id": normalize_advertising_id,
    "wechat_id": _id(WEIXIN_NAME),
    "member_no": normalize_text,
    "crm_id": normalize_text,
    "national_id": normalize_national_id,
}
"""Every type but phone, which alone depends on a region. Other types are trimmed text."""


def normalize(identifier: Identifier, *, region: str = "CN") -> Identifier:
    """The identifier with its value in its one spelling; the type and scope stay.

    Normalizing is idempotent.

    Args:
        identifier: as the platform stated it.
        region: ISO 3166 region of phone numbers that have no country code.

    Raises:
        Reject: when the value cannot be one of its type (`field` is `identifiers.<type>`).
    """
    try:
        value = _normal_value(identifier.type, identifier.value, region)
    except ValueError as error:
        raise Reject(
            field=f"identifiers.{identifier.type}", expected=str(error), value=identifier.value
        ) from None
    if value == identifier.value:
        return identifier
    return Identifier(type=identifier.type, value=value, scope=identifier.scope)


@lru_cache(maxsize=65_536)  # a person's events state the same values again and again
def _normal_value(kind: str, value: str, region: str) -> str:
    if kind == "phone":
        return normalize_phone(value, region)
    return NORMALIZERS.get(kind, normalize_text)(value)
