"""The population: who the customers are, and which accounts each of them has where.

People are made with the accounts they have and with what each platform knows of them. Nothing here
says which platform shows what to whom: that is the business of `payloads`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from pipeline.demo import names

OFFICIAL_ACCOUNTS = {"wx6b0e4d2a97c815f3": "oLmP41", "wx91c7d05ae2b8463f": "oTq7Rk"}
"""AppIDs of the brand's two WeChat Official Accounts, with how their openids begin."""

OPEN_PLATFORM = "wxop-demo"
"""The Open Platform account to which both are bound: one unionid for a person in both."""

SITE = "shop"
"""The web shop."""

JUNK_PHONES = ("13800138000", "00000000000", "1.39E+10", "13888888888")
JUNK_EMAILS = ("test@example.com", "none@example.com", "admin@example.com", "无")
ZERO_ADVERTISING_ID = "00000000-0000-0000-0000-000000000000"
"""What every iPhone whose owner forbade tracking answers."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser, or the shop's app where it has a device id."""

    anonymous_id: str
    user_agent: str
    device_id: str | None = None
    advertising_id: str | None = None


@dataclass(frozen=True, slots=True)
class CrmRecord:
    """One record of the CRM; what a person's second record states differs from the first."""

    record_id: str
    phone: str = ""
    email: str = ""
    wechat_id: str = ""
    unionid: str = ""
    weibo_uid: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One customer. Empty values are accounts or contact data that the person does not have."""

    number: int
    name: str
    gender: str
    city: str
    phone: str
    email: str
    unionid: str
    wechat_id: str
    openids: dict[str, str]
    weibo_uid: str
    weibo_name: str
    browsers: tuple[Browser, ...]
    user_id: str
    states_phone: bool
    states_email: bool
    uses_wechat_login: bool
    borrowed_browser: Browser | None = None
    crm_records: tuple[CrmRecord, ...] = ()


_USER_AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 Chrome/124.0 Mobile",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1",
)


def population(count: int, seed: int) -> tuple[Person, ...]:
    """`count` people. The same numbers give the same people."""
    random = Random(f"{seed}/people")  # noqa: S311 (invented people are no secret)
    phones = [f"139{number:08d}" for number in _distinct(random, count, 10_000, 99_999_999)]
    people = [_person(random, number, phones[number]) for number in range(count)]
    people = _share_phones(random, people)
    people = _share_browsers(random, people)
    return tuple(_record_in_crm(random, person) for person in people)


def _person(random: Random, number: int, phone: str) -> Person:
    gender = "f" if random.random() < 0.58 else "m"
    given = names.given_name(random, gender)
    follows = [app for app in OFFICIAL_ACCOUNTS if random.random() < 0.42]
    is_on_weibo = random.random() < 0.4
    is_on_web = random.random() < 0.55 or not (follows or is_on_weibo)
    is_registered = is_on_web and random.random() < 0.85
    wechat_login = is_registered and bool(follows) and random.random() < 0.6
    return Person(
        number=number,
        name=names.surname(random) + given,
        gender=gender,
        city=random.choice(names.CITIES),
        phone=phone,
        email=f"{names.wechat_id(random).replace('_', '.')}@example.com",
        unionid=names.wechat_open_id(random, "oZ8kd5") if follows else "",
        wechat_id=names.wechat_id(random),
        openids={app: names.wechat_open_id(random, OFFICIAL_ACCOUNTS[app]) for app in follows},
        weibo_uid=str(2_700_000_000 + number * 1009 + random.randrange(1009))
        if is_on_weibo
        else "",
        weibo_name=names.nickname(random, given) if is_on_weibo else "",
        browsers=tuple(_browser(random) for _ in range(_browser_count(random)))
        if is_on_web
        else (),
        user_id=f"u_{10_001 + number}" if is_registered else "",
        states_phone=random.random() < 0.75,
        states_email=random.random() < 0.4,
        uses_wechat_login=wechat_login,
    )


def _browser_count(random: Random) -> int:
    return 1 + (random.random() < 0.3) + (random.random() < 0.05)


def _browser(random: Random) -> Browser:
    browser = Browser(names.uuid(random), random.choice(_USER_AGENTS))
    if random.random() < 0.6:
        return browser
    tracked = random.random() < 0.5
    return replace(
        browser,
        device_id=names.uuid(random).upper(),
        advertising_id=names.uuid(random).upper() if tracked else ZERO_ADVERTISING_ID,
    )


def _share_phones(random: Random, people: Sequence[Person]) -> list[Person]:
    """Families: some people state the phone of the person before them."""
    shared = list(people)
    for number in range(1, len(shared)):
        if random.random() < 0.02:
            family = shared[number - 1]
            shared[number] = replace(
                shared[number], phone=family.phone, name=family.name[0] + shared[number].name[1:]
            )
    return shared


def _share_browsers(random: Random, people: Sequence[Person]) -> list[Person]:
    """Some people also use the browser of somebody else, under their own login."""
    shared = list(people)
    owners = [person for person in people if person.browsers]
    for number, person in enumerate(people):
        owner = random.choice(owners)
        if person.user_id and owner is not person and random.random() < 0.02:
            shared[number] = replace(person, borrowed_browser=owner.browsers[0])
    return shared


def _record_in_crm(random: Random, person: Person) -> Person:
    count = (random.random() < 0.6) + (random.random() < 0.05)
    records = tuple(_crm_record(random, person, copy) for copy in range(count))
    return replace(person, crm_records=records)


def _crm_record(random: Random, person: Person, copy: int) -> CrmRecord:
    """What the shop's staff wrote down; where nothing was at hand, sometimes junk."""
    has_phone, has_email = random.random() < 0.8, random.random() < 0.4
    junk = random.random() < 0.25
    return CrmRecord(
        record_id=f"C{person.number * 2 + copy + 1:06d}",
        phone=_written(random, person.phone) if has_phone else random.choice(JUNK_PHONES) * junk,
        email=person.email if has_email else random.choice(JUNK_EMAILS) * junk,
        wechat_id=person.wechat_id if random.random() < 0.3 else "",
        unionid=person.unionid if random.random() < 0.6 else "",
        weibo_uid=person.weibo_uid if random.random() < 0.6 else "",
    )


def _written(random: Random, phone: str) -> str:
    """A phone as people write it, or as a spreadsheet leaves it."""
    forms = (
        phone,
        phone,
        phone,
        f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}",
        f"'{phone}",
        f"86{phone}",
    )
    return random.choice(forms)


def _distinct(random: Random, count: int, low: int, high: int) -> list[int]:
    """`count` different numbers, in random order."""
    return random.sample(range(low, high), count)
