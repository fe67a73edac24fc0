"""The population: customers with the accounts they have and what they say of themselves where."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pipeline.demo import names, spellings
from pipeline.demo.browsing import browsers, share_browsers
from pipeline.demo.people import OFFICIAL_ACCOUNTS, Person
from pipeline.demo.recording import record_in_crm

_GENDERS = {"f": "female", "m": "male"}


def population(count: int, seed: int) -> tuple[Person, ...]:
    """`count` people. The same numbers give the same people."""
    random = Random(f"{seed}/people")  # noqa: S311 (invented people are no secret)
    phones = random.sample(range(names.PHONES), count)
    people = [_person(random, number, names.phone(phones[number])) for number in range(count)]
    people = _share_phones(random, people)
    people = [_stating(random, person) for person in people]
    people = share_browsers(random, people)
    return tuple(record_in_crm(random, person) for person in people)


def _person(random: Random, number: int, phone: str) -> Person:
    gender = "f" if random.random() < 0.58 else "m"
    given = names.given_name(random, gender)
    follows = [app for app in OFFICIAL_ACCOUNTS if random.random() < 0.42]
    is_on_weibo = random.random() < 0.4
    is_on_web = random.random() < 0.6 or not (follows or is_on_weibo)
    is_registered = is_on_web and random.random() < 0.85
    wechat_login = is_registered and bool(follows) and random.random() < 0.75
    return Person(
        number=number,
        name=names.surname(random) + given,
        gender=gender,
        birthday=names.birthday(random),
        city=random.choice(names.CITIES),
        nickname=names.nickname(random, given),
        phone=phone,
        email=f"{names.wechat_id(random).replace('_', '.')}@example.com",
        unionid=names.wechat_open_id(random, "oZ8kd5") if follows else "",
        wechat_id=names.wechat_id(random),
        openids={app: names.wechat_open_id(random, OFFICIAL_ACCOUNTS[app]) for app in follows},
        weibo_uid=str(2_700_000_000 + number * 1009 + random.randrange(1009))
        if is_on_weibo
        else "",
        browsers=browsers(random) if is_on_web else (),
        user_id=f"u_{10_001 + number}" if is_registered else "",
        uses_wechat_login=wechat_login,
    )


def _share_phones(random: Random, people: Sequence[Person]) -> list[Person]:
    """Families: some people state the phone of the person before them, and live with them."""
    shared = list(people)
    for number in range(1, len(shared)):
        if random.random() < 0.02:
            family = shared[number - 1]
            shared[number] = replace(
                shared[number],
                phone=family.phone,
                name=family.name[0] + shared[number].name[1:],
                city=family.city,
            )
    return shared


def _stating(random: Random, person: Person) -> Person:
    """Add what the person says on Weibo, in the shop's profile and in a form without a login."""
    stated = replace(
        person,
        profile=_profile(random, person) if person.user_id else {},
        request=_request(random, person) if random.random() < 0.8 else {},
    )
    if not person.weibo_uid:
        return stated
    return replace(
        stated,
        weibo_name=_nickname(random, person, 0.06),
        weibo_location=_location(random, person.city),
    )


def _profile(random: Random, person: Person) -> dict[str, str]:
    traits = {}
    if random.random() < 0.7:
        traits["name"] = person.name
    if random.random() < 0.7 or not traits:
        traits["username"] = _nickname(random, person, 0.06)
    if random.random() < 0.65:
        traits["phone"] = f"+86{person.phone}"
    if random.random() < 0.4:
        traits["email"] = person.email
    if random.random() < 0.35:
        traits["birthday"] = spellings.date(random, person.birthday)
    if random.random() < 0.5:
        traits["gender"] = _GENDERS[person.gender]
    if random.random() < 0.4:
        traits["city"] = spellings.place(random, person.city)
    return traits


def _request(random: Random, person: Person) -> dict[str, str]:
    """For a sample or a call back: whom to ask for, and a number or the nickname."""
    traits = {"name": person.name}
    if random.random() < 0.4:
        traits["name"] = spellings.partial_name(random, person.name, person.gender)
    if random.random() < 0.5:
        traits["nickname"] = _nickname(random, person, 0.06)
    if random.random() < 0.8 or "nickname" not in traits:
        traits["phone"] = person.phone
    if random.random() < 0.6:
        traits["city"] = spellings.place(random, person.city)
    return traits


def _nickname(random: Random, person: Person, another: float) -> str:
    """The person's nickname in one more spelling; at times another altogether."""
    if random.random() < another:
        return names.nickname(random, person.name[1:])
    return spellings.screen_name(random, person.nickname)


def _location(random: Random, city: str) -> str:
    """As Weibo's users give it: a province and mostly a city."""
    chance = random.random()
    if chance < 0.06:
        return "其他"
    province = spellings.PROVINCES[city]
    return province if chance < 0.2 or province == city else f"{province} {city}"
