"""What fields are, by their names and by what stands in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from resolvers.comparisons import Description

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_FEWEST_STATING = 0.02
_SAMPLE = 20_000
_MOST_CATEGORIES = 200


class Sort(StrEnum):
    """What a field is of; it decides how the field is compared and blocked."""

    GIVEN_NAME = "given name"
    SURNAME = "surname"
    CHINESE_NAME = "Chinese name"
    NAME = "name"
    MIDDLE_NAME = "middle name"
    OTHER_NAME = "name of a firm or the like"
    NICKNAME = "nickname"
    BIRTHDAY = "birthday"
    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    PLACE = "place"
    DOCUMENT = "number of a document"
    NUMBER = "number"
    CATEGORY = "category"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FieldProfile:
    """A field, its sort, and the share of accounts that state it."""

    name: str
    sort: Sort
    stated: float


_CODES = {Sort.NUMBER, Sort.TEXT}
_NEARLY_ALL = 0.99

_BY_NAME: tuple[tuple[re.Pattern[str], Sort], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), sort)
    for pattern, sort in (
        (r"(given|first|fore).?names?", Sort.GIVEN_NAME),
        (r"surname|(last|family).?name", Sort.SURNAME),
        (r"(nick|screen|user|display).?name|nick", Sort.NICKNAME),
        (r"(middle|second).?(name|initial)s?", Sort.MIDDLE_NAME),
        (r"((full|real|contact|customer|client|member).?)?name", Sort.NAME),
        (r"birth.?da(y|te)|date.?of.?birth|dob|born", Sort.BIRTHDAY),
        (r".*phone.*|mobile|tel(ephone)?|fax", Sort.PHONE),
        (r"e.?mail.*", Sort.EMAIL),
        (
            r"national.?id|ssn|soc(ial)?.?sec.*|id.?(card|no).*|passport.*|(tax|vat).?(id|no)?.*",
            Sort.DOCUMENT,
        ),
        (r"post(al)?.?code.*|zip.*|postcode.*", Sort.POSTCODE),
        (r"street.?number|house.?number", Sort.NUMBER),
        (r".*addr(ess)?.*|street.*", Sort.ADDRESS),
        (r"city|town|suburb|locality|district|place|birth.?place", Sort.PLACE),
        (r"title|compan(y|ies)|firm|employer|organi[sz]ation|.*_name", Sort.OTHER_NAME),
    )
)


def profile_fields(accounts: Sequence[Description]) -> list[FieldProfile]:
    """The fields that may tell accounts apart, in the order of their names.

    Fields that hardly any account states, that say the same of all or that number the accounts
    are left out.
    """
    sample = accounts[:: max(1, len(accounts) // _SAMPLE)]
    stated: dict[str, list[str]] = {}
    for account in sample:
        for name, values in account.content.items():
            stated.setdefault(name, []).append(values[0])
    return [
        FieldProfile(name, sort, len(values) / len(sample))
        for name, values in sorted(stated.items())
        if len(values) >= _FEWEST_STATING * len(sample)
        and len(set(values)) > 1
        and not ((sort := _sort(name, values)) in _CODES and _is_numbering(values))
    ]


def _sort(name: str, values: Sequence[str]) -> Sort:
    for pattern, sort in _BY_NAME:
        if pattern.fullmatch(name):
            is_chinese = sum(bool(_HAN.search(value)) for value in values) * 2 > len(values)
            return Sort.CHINESE_NAME if sort is Sort.NAME and is_chinese else sort
    if len(set(values)) <= min(_MOST_CATEGORIES, len(values) / 10):
        return Sort.CATEGORY
    if all(value.strip().isdigit() for value in values):
        return Sort.NUMBER
    return Sort.TEXT


def _is_numbering(values: Sequence[str]) -> bool:
    """Whether nearly all values differ, as ids of records do, which tell nothing of persons."""
    return len(set(values)) > _NEARLY_ALL * len(values)
