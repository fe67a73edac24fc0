"""Comparisons and blocking rules for accounts of which nobody said yet how to compare them."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from pydantic import TypeAdapter

from resolvers.blocking import BlockingRule
from resolvers.comparisons import AnyComparison, Description
from resolvers.training.fields import FieldProfile, Sort, profile_fields
from resolvers.training.plan import Plan
from schemas.errors import Fatal

_COMPARISONS: TypeAdapter[tuple[AnyComparison, ...]] = TypeAdapter(tuple[AnyComparison, ...])

_KINDS: dict[Sort, dict[str, Any]] = {
    Sort.CHINESE_NAME: {"kind": "chinese_name"},
    Sort.NAME: {"kind": "tokens", "thresholds": (0.6, 0.4, 0.2)},
    Sort.MIDDLE_NAME: {"kind": "prefix", "lengths": (1,)},
    Sort.OTHER_NAME: {"kind": "tokens", "thresholds": (0.6, 0.4, 0.2)},
    Sort.NICKNAME: {"kind": "nickname"},
    Sort.BIRTHDAY: {"kind": "birthday"},
    Sort.PHONE: {"kind": "phone"},
    Sort.EMAIL: {"kind": "email"},
    Sort.POSTCODE: {"kind": "postcode"},
    Sort.DOCUMENT: {"kind": "exact"},  # the next number is somebody else's
    Sort.NUMBER: {"kind": "damerau_levenshtein", "thresholds": (1,)},
    Sort.CATEGORY: {"kind": "exact"},
    Sort.PLACE: {"kind": "jaro_winkler", "thresholds": (0.92, 0.8)},
    Sort.TEXT: {"kind": "jaro_winkler", "thresholds": (0.92, 0.8)},
}

_EXPRESSIONS: dict[Sort, tuple[str, str]] = {
    Sort.CHINESE_NAME: ("{}|whole|pinyin", "{}|first:1"),
    Sort.NAME: ("{}|tokens", "{}|tokens|first:4"),
    Sort.OTHER_NAME: ("{}|tokens", "{}|tokens|first:4"),
    Sort.NICKNAME: ("{}|core|pinyin", "{}|core|first:2"),
    Sort.BIRTHDAY: ("{}|digits", "{}|year"),
    Sort.PHONE: ("{}|digits|last:7", "{}|digits|last:4"),
    Sort.EMAIL: ("{}", "{}|first:5"),
    Sort.POSTCODE: ("{}|letters", "{}|letters|first:4"),
    Sort.DOCUMENT: ("{}|letters", "{}|letters|first:4"),
    Sort.ADDRESS: ("{}|letters", "{}|letters|first:6"),
    Sort.PLACE: ("{}|letters", "{}|letters|first:4"),
    Sort.TEXT: ("{}|letters", "{}|letters|first:4"),
    Sort.GIVEN_NAME: ("{}|letters", "{}|letters|first:3"),
}
"""What stands in a key for a field: the whole value, and what stays equal in spite of a slip."""

_ADJUSTED = {"chinese_name", "nickname"}
_OF_PERSONS = {
    Sort.GIVEN_NAME,
    Sort.CHINESE_NAME,
    Sort.NAME,
    Sort.NICKNAME,
    Sort.BIRTHDAY,
}
_TELLING_APART = _OF_PERSONS | {Sort.EMAIL, Sort.DOCUMENT}
"""What two of one household or firm do not have in common. Firms' branches may have it."""

_REFINING = (Sort.MIDDLE_NAME, Sort.NUMBER, Sort.CATEGORY)
_MOST_GROUPS = 7


def propose_plan(accounts: Sequence[Description]) -> Plan:
    """A comparison for each field that may tell accounts apart, by the field's name and values.

    Raises:
        Fatal: when there is no such field.
    """
    fields = profile_fields(accounts)
    comparisons = _COMPARISONS.validate_python(
        [each for one in fields for each in _of(one, fields)]
    )
    if not comparisons:
        raise Fatal("training needs accounts with fields of which they state different values")
    adjusted = [each.name for each in comparisons if each.kind in _ADJUSTED]
    of_persons = any(field.sort in _OF_PERSONS for field in fields)
    telling = {field.name for field in fields if of_persons and field.sort in _TELLING_APART}
    return Plan(
        comparisons=comparisons,
        term_frequencies=frozenset(adjusted),
        tells_apart=frozenset(each.name for each in comparisons if telling.issuperset(each.fields)),
    )


def propose_blocking(accounts: Sequence[Description]) -> tuple[BlockingRule, ...]:
    """Rules that bring together who agrees in one thing wholly, or in two nearly."""
    groups = list(_groups(profile_fields(accounts)))[:_MOST_GROUPS]
    rules = [
        BlockingRule(name=one, keys=((whole,), *((near,) for near in _others(groups, one)[:1])))
        for one, whole, _ in groups
    ]
    for (one, whole, near), (other, other_whole, other_near) in combinations(groups, 2):
        rules += [
            BlockingRule(name=f"{one}, near {other}", keys=((whole, other_near), (other_whole,))),
            BlockingRule(name=f"{other}, near {one}", keys=((other_whole, near), (whole,))),
        ]
    return tuple(rules)


def _others(groups: Sequence[tuple[str, str, str]], name: str) -> list[str]:
    return [near for other, _, near in groups if other != name]


def _of(field: FieldProfile, fields: Sequence[FieldProfile]) -> Iterator[dict[str, Any]]:
    named = {"fields": (field.name,)}
    if field.sort in {Sort.GIVEN_NAME, Sort.SURNAME}:
        others = [
            f.name for f in fields if f.sort in {Sort.GIVEN_NAME, Sort.SURNAME} and f != field
        ]
        yield _spelt(field, (0.92, 0.85, 0.7), others)
    elif field.sort is Sort.ADDRESS:
        others = [f.name for f in fields if f.sort is Sort.ADDRESS and f != field]
        yield _spelt(field, (0.92, 0.8), others) if others else named | {"kind": "tokens"}
    elif field.sort is not Sort.PHONE:
        yield named | _KINDS[field.sort]
    elif field == (phones := [f for f in fields if f.sort is Sort.PHONE])[0]:
        # all in one, for a phone is masked in one field and whole in another
        yield _KINDS[field.sort] | {"fields": tuple(each.name for each in phones)}


def _spelt(
    field: FieldProfile, thresholds: tuple[float, ...], elsewhere: Sequence[str]
) -> dict[str, Any]:
    return {
        "kind": "jaro_winkler",
        "fields": (field.name,),
        "thresholds": thresholds,
        "elsewhere": tuple(elsewhere),
    }


def _groups(fields: Sequence[FieldProfile]) -> Iterator[tuple[str, str, str]]:
    """Fields that stand for one another taken together: name, whole and near expression.

    Those that most accounts state come first.
    """
    together: dict[Sort | str, list[FieldProfile]] = {}
    for field in fields:
        if field.sort in {Sort.GIVEN_NAME, Sort.SURNAME}:
            together.setdefault(Sort.GIVEN_NAME, []).append(field)
        elif field.sort in {Sort.ADDRESS, Sort.PHONE}:
            together.setdefault(field.sort, []).append(field)
        elif field.sort not in _REFINING:
            together.setdefault(field.name, []).append(field)
    order = sorted(together.values(), key=lambda group: -max(field.stated for field in group))
    for group in order:
        sort = Sort.GIVEN_NAME if group[0].sort is Sort.SURNAME else group[0].sort
        names = "+".join(field.name for field in group)
        whole, near = (text.format(names) for text in _EXPRESSIONS[sort])
        yield names, whole, near
