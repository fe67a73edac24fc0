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
_KNOWN = frozenset((*_IDENTIFIER_PLACES, *_TRAIT_PLACES))


def trait_identifiers(raw: RawEvent, traits: Payload) -> Iterator[Identifier]:
    """Identifiers among the traits of an identify call."""
    for kind, value in _named(traits, _IDENTIFIER_PLACES).items():
        scope = raw.headers.get("open_platform", "") if kind == "unionid" else ""
        yield Identifier(type=kind, value=value, scope=scope)


def traits_of(traits: Payload) -> dict[str, str]:
    """All simple traits but identifiers: known ones under our names, others under their own.

    Of objects only `address` is read. A name of their own never hides one of ours.
    """
    found = _named(traits, _TRAIT_PLACES)
    address = traits.content.get("address")
    if isinstance(address, dict):
        # Only within an address is `state` a place.
        place = Payload({"province": address.get("state"), **address}, traits.at("address"))
        found = _named(place, _TRAIT_PLACES) | found
    others = {
        name: value
        for name, stated in traits.content.items()
        if _form(name) not in _KNOWN
        and not isinstance(stated, (dict, list))
        and (value := traits.text(name))
    }
    return others | found


def _named(traits: Payload, places: Mapping[str, _Place]) -> dict[str, str]:
    """What is stated under one of the spellings, in the table's order."""
    stated: dict[_Place, str] = {}
    for name, content in traits.content.items():
        place = places.get(_form(name))
        if place is None or isinstance(content, (dict, list)):
            continue
        if value := traits.text(name):
            stated[place] = value
    found: dict[str, str] = {}
    for place in sorted(stated):
        found.setdefault(place[2], stated[place])
    return found


@lru_cache(maxsize=4096)  # pages use the same few names again and again
def _form(name: str) -> str:
    """The form in which the tables spell a name: `Phone_Number` is `phonenumber`."""
    return "".join(filter(str.isalnum, name.lower()))
