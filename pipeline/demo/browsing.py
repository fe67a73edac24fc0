"""The browsers that people have, and those they borrow."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from pipeline.demo import names
from pipeline.demo.people import ZERO_ADVERTISING_ID, Browser, Person

_USER_AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15",
    "Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 Chrome/124.0 Mobile",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1",
)


def browsers(random: Random) -> tuple[Browser, ...]:
    """One or a few."""
    count = 1 + (random.random() < 0.3) + (random.random() < 0.05)
    return tuple(_browser(random) for _ in range(count))


def share_browsers(random: Random, people: Sequence[Person]) -> list[Person]:
    """Some people also use the browser of somebody else, under their own login."""
    shared = list(people)
    owners = [person for person in people if person.browsers]
    for number, person in enumerate(people):
        owner = random.choice(owners)
        if person.user_id and owner is not person and random.random() < 0.02:
            shared[number] = replace(person, borrowed_browser=owner.browsers[0])
    return shared


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
