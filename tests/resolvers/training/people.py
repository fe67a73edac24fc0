"""Invented people, each with several records that someone typed."""

from random import Random

from resolvers.blocking import BlockingRule
from resolvers.comparisons import Description
from resolvers.comparisons.birthday import Birthday
from resolvers.comparisons.exact import Exact
from resolvers.comparisons.spelling import JaroWinkler
from resolvers.training import Plan

PLAN = Plan(
    comparisons=(
        JaroWinkler(fields=("name",), thresholds=(0.9,)),
        Birthday(fields=("birthday",)),
        Exact(fields=("city",)),
    )
)
RULES = (
    BlockingRule(name="name", keys=(("name|first:2",), ("city",))),
    BlockingRule(name="birthday", keys=(("birthday",),)),
)


def typed(people: int, records: int, seed: int = 1) -> list[tuple[int, Description]]:
    """Records with the person each is of; one value in eight is wrong, one in ten missing."""
    random = Random(seed)
    found = []
    for person in range(people):
        name = "".join(random.choices("abdeiklmnorstu", k=8))
        birthday = f"{random.randrange(1940, 2010)}{random.randrange(101, 129):04}"
        city = random.choice(["perth", "sydney", "hobart"])
        for _ in range(records):
            content = {"name": name, "birthday": birthday, "city": city}
            stated = {
                field: (_slip(value, random) if random.random() < 1 / 8 else value,)
                for field, value in content.items()
                if random.random() > 1 / 10
            }
            found.append((person, Description(stated)))
    return found


def _slip(value: str, random: Random) -> str:
    place = random.randrange(len(value))
    return (
        value[:place]
        + random.choice("xyz" if value.isalpha() else "0123456789")
        + value[place + 1 :]
    )
