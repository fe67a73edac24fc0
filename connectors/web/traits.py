"""Traits of people under the names that all platforms share, whatever their pages call them.

Masking goes by name: a phone under a name of the page's own would reach analysts in clear.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from connectors.sdk.payload import Payload
from schemas.event import Identifier
from schemas.raw import RawEvent

_IDENTIFIERS = {
    "phone": (
        "phone",
        "phonenumber",
        "mobile",
        "mobilephone",
        "mobilenumber",
        "cellphone",
        "tel",
        "telephone",
        "手机",
        "手机号",
        "手机号码",
    ),
    "email": ("email", "emailaddress", "mail", "邮箱"),
    "unionid": ("unionid", "wechatunionid"),
    "member_no": ("memberno", "membernumber", "会员号"),
}
"""Identifier type -> its spellings, as `_form` gives them, the first that has a value counting."""

_TRAITS = {
    "name": ("name", "fullname", "realname", "truename", "姓名"),
    "given_name": ("firstname", "givenname"),
    "surname": ("lastname", "familyname", "surname"),
    "nickname": ("nickname", "username", "昵称"),
    "gender": ("gender", "sex", "性别"),
    "birthday": ("birthday", "birthdate", "dateofbirth", "dob", "生日"),
    "national_id": (
        "nationalid",
        "idcard",
        "idcardno",
        "idcardnumber",
        "idnumber",
        "identitycard",
        "身份证",
        "身份证号",
    ),
    "wechat_id": ("wechatid", "wechat", "weixin", "wxid", "微信", "微信号"),
    "phone": ("landline", "homephone", "workphone", "officephone", "电话"),
    "address": ("address", "street", "streetaddress", "地址"),
    "address_1": ("address1", "addressline1"),
    "address_2": ("address2", "addressline2"),
    "street_number": ("streetnumber",),
    "postcode": ("postcode", "postalcode", "zip", "zipcode", "邮编"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lng", "lon"),
    "city": ("city",),
    "province": ("province",),
    "country": ("country",),
    "title": ("title",),
    "company": ("companyname",),
}
"""Trait -> its spellings. A phone of a place identifies nobody, so that it is a trait only."""


_Place = tuple[int, int, str]
"""The place of a name in its table, that of a spelling among the name's, and the name."""


def _places(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, _Place]:
    """Spelling -> its place."""
    return {
        form: (place, rank, name)
        for place, (name, spellings) in enumerate(table.items())
        for rank, form in enumerate(spellings)
    }


_IDENTIFIER_PLACES = _places(_IDENTIFIERS)
_TRAIT_PLACES = _places(_TRAITS)


def read_traits(raw: RawEvent, traits: Payload) -> tuple[tuple[Identifier, ...], dict[str, str]]:
    """The identifiers among the traits of an identify call, and all other simple traits.

    Known traits stand under our names, others under their own, which never hide one of ours. Of
    objects only `address` is read.
    """
    if not traits.content:
        return (), {}
    identifiers: dict[_Place, str] = {}
    known: dict[_Place, str] = {}
    others: dict[str, str] = {}
    for name, value in _simple(traits):
        form = _form(name)
        if form in _IDENTIFIER_PLACES:
            identifiers[_IDENTIFIER_PLACES[form]] = value
        elif form in _TRAIT_PLACES:
            known[_TRAIT_PLACES[form]] = value
        else:
            others[name] = value
    found = tuple(
        Identifier(type=kind, value=value, scope=_scope_of(kind, raw))
        for kind, value in _named(identifiers).items()
    )
    return found, others | _address_of(traits) | _named(known)


def _scope_of(kind: str, raw: RawEvent) -> str:
    return raw.headers.get("open_platform", "") if kind == "unionid" else ""


def _address_of(traits: Payload) -> dict[str, str]:
    address = traits.content.get("address")
    if not isinstance(address, dict):
        return {}
    # Only within an address is `state` a place.
    parts = Payload({"province": address.get("state"), **address}, traits.at("address"))
    return _named(
        {
            place: value
            for name, value in _simple(parts)
            if (place := _TRAIT_PLACES.get(_form(name)))
        }
    )


def _simple(stated: Payload) -> Iterator[tuple[str, str]]:
    for name, value in stated.content.items():
        if not isinstance(value, (dict, list)) and (text := stated.text(name)):
            yield name, text


def _named(stated: Mapping[_Place, str]) -> dict[str, str]:
    """The value of each name under its first spelling, in the table's order."""
    found: dict[str, str] = {}
    for place in sorted(stated):
        found.setdefault(place[2], stated[place])
    return found


@lru_cache(maxsize=4096)  # pages use the same few names again and again
def _form(name: str) -> str:
    """The form in which the tables spell a name: `Phone_Number` is `phonenumber`."""
    return "".join(filter(str.isalnum, name.lower()))
