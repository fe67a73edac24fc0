"""Accounts of an invented population, one after the other, however many are wanted."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from pipeline.demo import names
from schemas.event import Account, CustomerEvent, EventType, Identifier

START = datetime(2026, 1, 1, tzinfo=UTC)
_DAYS = 365 * 60

Place = tuple[int, str]
"""A person's number and the platform of one of the person's accounts."""

_PLATFORMS = {"crm": 0.6, "wechat": 0.5, "weibo": 0.35, "shop": 0.3}
"""How many people are where; who is nowhere is in the CRM."""


def account_id(place: Place) -> str:
    person, platform = place
    return f"{platform}:brand:{person:08d}"


class InventedAccounts:
    """The accounts of as many people as it takes, in random order.

    The same numbers give the same accounts, and those of a larger population begin otherwise: its
    people are mixed. What people state of themselves is often missing and sometimes wrong.
    """

    def __init__(self, accounts: int, seed: int) -> None:
        """Decide who has which accounts."""
        self._seed = seed
        random = Random(f"{seed}/places")
        self.places: list[Place] = []
        person = 0
        while len(self.places) < accounts:
            on = [name for name, share in _PLATFORMS.items() if random.random() < share]
            self.places += [(person, platform) for platform in on or ["crm"]]
            person += 1
        del self.places[accounts:]
        random.shuffle(self.places)

    def first_events(self, places: Sequence[Place]) -> Iterator[CustomerEvent]:
        """For each account an event that states what it says of its person."""
        for person, platform in places:
            yield self._event(person, platform, "first", 0)

    def later_events(self, places: Sequence[Place], number: int) -> Iterator[CustomerEvent]:
        """For each account one more event: a third state traits again, some of them anew."""
        random = Random(f"{self._seed}/later/{number}")
        for person, platform in places:
            chance = random.random()
            if chance < 0.02:
                yield self._event(person, platform, f"moved {number}", number)
            elif chance < 0.33:
                yield self._event(person, platform, "first", number, f"again {number}")
            else:
                yield _bare(person, platform, f"view {number}", number)

    def _event(
        self, person: int, platform: str, wording: str, day: int, name: str = ""
    ) -> CustomerEvent:
        who = Random(f"{self._seed}/{person}")
        random = Random(f"{self._seed}/{person}/{platform}/{wording}")
        gender = "f" if who.random() < 0.55 else "m"
        given = names.given_name(who, gender)
        full = names.surname(who) + given
        birthday = (datetime(2008, 1, 1, tzinfo=UTC) - timedelta(days=who.randrange(_DAYS))).date()
        city = who.choice(names.CITIES)
        phone = f"+861{who.randrange(3, 10)}{who.randrange(10**9):09d}"
        nickname = names.nickname(who, given)
        stated: dict[str, str | None] = {
            "name": _written(random, full) if platform in {"crm", "shop"} else None,
            "nickname": None if platform == "crm" else _written(random, nickname),
            "birthday": str(birthday) if random.random() < 0.5 else None,
            "city": city if random.random() < 0.7 else None,
            "gender": {"f": "female", "m": "male"}[gender] if random.random() < 0.7 else None,
            "phone": f"{phone[3:6]}****{phone[-4:]}" if platform == "shop" else None,
        }
        identifiers = []
        if platform == "crm" and random.random() < 0.7:
            identifiers.append(Identifier(type="phone", value=phone))
        if platform == "wechat":
            identifiers.append(Identifier(type="openid", scope="app", value=f"o{person:027d}"))
        event = _bare(person, platform, name or wording, day)
        traits = {key: value for key, value in stated.items() if value}
        return event.but(identifiers=tuple(identifiers), traits=traits)


def _bare(person: int, platform: str, name: str, day: int) -> CustomerEvent:
    account = account_id((person, platform))
    at = START + timedelta(days=day)
    return CustomerEvent(
        event_id=UUID(int=Random(f"{account}/{name}").getrandbits(128)),
        platform=platform,
        source_account="brand",
        type=EventType.VIEW,
        platform_type="view",
        occurred_at=at,
        received_at=at,
        account=Account(account_id=account, platform=platform),
    )


def _written(random: Random, text: str) -> str:
    """The text, now and then with a character left out or another in its place."""
    if random.random() < 0.95:
        return text
    place = random.randrange(len(text))
    return text[:place] + random.choice(["", "小", "1"]) + text[place + 1 :]
