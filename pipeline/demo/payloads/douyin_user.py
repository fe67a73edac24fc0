"""Who somebody is on Douyin: an id in each app, and what a login tells of them."""

from datetime import datetime
from random import Random

from pipeline.demo import names, spellings
from pipeline.demo.happenings import Delivery
from pipeline.demo.payloads.writing import as_json, seconds, token
from pipeline.demo.people import Person

APP, LIVE_APP = "brand", "live"
KEYS = {APP: "awdemo0client0key1", LIVE_APP: "tt000000000000001"}
LOGIN = "login"
"""What a delivery is about that is a login, told by the brand's backend."""

_LOGS_IN_SHARE = 0.5
"""Of people, whose ids in both apps the brand learns to be one person's."""


class User:
    """A person, and the ids that Douyin gives to the person in each app."""

    def __init__(self, random: Random, person: Person) -> None:
        self.person = person
        self.open_id, self.live_id = names.uuid(random), token(random, 28, "_000")
        self.union_id = names.uuid(random)
        self.logs_in = random.random() < _LOGS_IN_SHARE
        self.nickname = spellings.another_name(random, person.nickname, person.name[1:])

    @property
    def account(self) -> str:
        return f"douyin:{KEYS[APP]}:{self.open_id}"

    @property
    def live_account(self) -> str:
        return f"douyin:{KEYS[LIVE_APP]}:{self.live_id}"


def login(user: User, app: str, open_id: str, account: str, time: datetime) -> Delivery:
    """A login to an app: what `oauth/userinfo` answered, with the id that both apps share."""
    data = {
        "error_code": 0,
        "open_id": open_id,
        "union_id": user.union_id,
        "nickname": user.nickname,
        "gender": 2 if user.person.gender == "f" else 1,
        "city": user.person.city,
    }
    body = {"userinfo": {"data": data}, "logged_in_at": seconds(time)}
    return Delivery(app, time, as_json(body), (account,), about=LOGIN)
