"""What customers of WeCom say and are told: to customer service, and to the staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from pipeline.demo import texts
from pipeline.demo.clock import Clock
from pipeline.demo.payloads.writing import milliseconds, number, seconds, token
from pipeline.demo.people import Person

CORP = "ww5c0e7f19ab34d286"
SERVICE = "wkKx7QEQAAkf0001demo"
_FROM_CUSTOMER, _FROM_STAFF = 3, 5


@dataclass(frozen=True, slots=True)
class Customer:
    """A person whom somebody of the staff has, under the id that WeCom gives."""

    person: Person
    user_id: str
    staff: str

    @property
    def account(self) -> str:
        return f"wecom:{CORP}:{self.user_id}"


def service_messages(random: Random, clock: Clock, customer: Customer) -> Iterator[dict[str, Any]]:
    """Messages and the replies to most of them, as `kf/sync_msg` lists them."""
    person = customer.person
    for time in clock.session(random, 1 + min(int(random.expovariate(0.6)), 5)):
        text = texts.message(random, phone=person.phone, email=person.email)
        yield _service_message(random, time, customer, text)
        if random.random() < 0.7:
            replied_at = time + timedelta(seconds=random.randrange(15, 1200))
            reply = _service_message(random, replied_at, customer, texts.reply(random))
            yield reply | {"origin": _FROM_STAFF, "servicer_userid": customer.staff}


def talk(random: Random, clock: Clock, customer: Customer) -> Iterator[dict[str, Any]]:
    """A conversation with a staff member, as the archive keeps it."""
    person = customer.person
    for time in clock.session(random, 1 + min(int(random.expovariate(0.5)), 8)):
        text = texts.message(random, phone=person.phone, email=person.email)
        yield _archived(random, time, customer.user_id, customer.staff, text)
        if random.random() < 0.6:
            replied_at = time + timedelta(seconds=random.randrange(30, 3600))
            reply = texts.reply(random)
            yield _archived(random, replied_at, customer.staff, customer.user_id, reply)


def _archived(
    random: Random, time: datetime, sender: str, receiver: str, text: str
) -> dict[str, Any]:
    return {
        "msgid": f"{number(random, 19)}_{seconds(time)}_external",
        "action": "send",
        "from": sender,
        "tolist": [receiver],
        "roomid": "",
        "msgtime": milliseconds(time),
        "msgtype": "text",
        "text": {"content": text},
    }


def _service_message(
    random: Random, time: datetime, customer: Customer, text: str
) -> dict[str, Any]:
    return {
        "msgid": token(random, 28),
        "open_kfid": SERVICE,
        "external_userid": customer.user_id,
        "send_time": seconds(time),
        "origin": _FROM_CUSTOMER,
        "msgtype": "text",
        "text": {"content": text},
    }
