"""WeCom: who the staff have as customers, groups, customer service, and the archive as a file.

Source: developer.work.weixin.qq.com 92114, 92130, 92707, 94670, 91774.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from starlette.types import ASGIApp

from connectors.wecom.export import WecomExport
from pipeline.demo import brand, spellings
from pipeline.demo.clock import CHINA, Clock
from pipeline.demo.happenings import Delivery, File, Happenings, Lists
from pipeline.demo.payloads.unionid import unionid_of
from pipeline.demo.payloads.wecom_talk import CORP, SERVICE, Customer, service_messages, talk
from pipeline.demo.payloads.writing import as_json, as_xml, seconds, token
from pipeline.demo.people import OPEN_PLATFORM, Person
from pipeline.demo.platform import Keep, Platform, Sources
from pipeline.simulator import wecom, wecom_callbacks
from pipeline.simulator.call import Call

SOURCE = "main"
_TOKEN = "demoTokenWecom"  # noqa: S105 (invented)
_AES_KEY = "ZGVtb1dlY29tQWVzS2V5Rm9yR3VpeWlBZXMzMkJ5dGU"
_STAFF = ("liqiang", "wangmin", "zhaoli")
_GROUPS = tuple(f"wrKx7QEQAAchat{number:04}demo" for number in range(4))
_CODES = ("ch_live", "store_sh_017", "parcel_card")

CUSTOMERS = 0.3
"""The share of people whom somebody of the staff has."""
_NEW = 0.15
"""The share of customers who are added on the day; each of them is looked at by a call."""


def happen(random: Random, clock: Clock, people: Sequence[Person]) -> Happenings:
    """Customers are added, join groups, and talk: with customer service, and with the staff."""
    told = Happenings(lists={"contacts": [], "groups": [], "messages": []})
    members: dict[str, list[dict[str, Any]]] = {group: [] for group in _GROUPS}
    archive: list[tuple[dict[str, Any], str]] = []
    for person in people:
        if random.random() > CUSTOMERS:
            continue
        customer = Customer(person, token(random, 32, "wm"), random.choice(_STAFF))
        told.owners.append((customer.account, person.number))
        _add(random, clock.moment(random), customer, told)
        if random.random() < 0.3:
            _join(random, clock.moment(random), customer, told, members)
        if random.random() < 0.3:
            _ask_service(random, clock, customer, told)
        if random.random() < 0.3:
            archive += ((said, customer.account) for said in talk(random, clock, customer))
    told.lists["messages"].sort(key=lambda message: (message["send_time"], message["msgid"]))
    told.lists["groups"] = [_group(chat_id, listed) for chat_id, listed in members.items()]
    archive.sort(key=lambda each: (each[0]["msgtime"], each[0]["msgid"]))
    content = b"".join(as_json(message) + b"\n" for message, _ in archive)
    accounts = tuple(account for _, account in archive)
    told.files.append(File("wecom_archive.jsonl", content, accounts))
    return told


def sources(keep: Keep, url: str | None) -> Sources:
    """The corporation's app; with an end to ask, customers, groups and messages are polled."""
    polled = (
        {}
        if url is None
        else {
            "secret": keep("wecom_secret", wecom.SECRET),
            "customer_service_secret": keep("wecom_service_secret", wecom.SECRET),
            "base_url": url,
            "calls_per_second": brand.CALLS_PER_SECOND,
        }
    )
    return {
        SOURCE: {
            "corp_id": CORP,
            "open_platform": OPEN_PLATFORM,
            "token": keep("wecom_token", _TOKEN),
            "encoding_aes_key": keep("wecom_aes_key", _AES_KEY),
            **polled,
        }
    }


def call(delivery: Delivery) -> Call:
    """The callback, encrypted."""
    return wecom_callbacks.push(_TOKEN, _AES_KEY, CORP, delivery.body)


def end(lists: Lists) -> ASGIApp:
    """Answers for customers, groups and messages."""
    messages = {SERVICE: lists["messages"]}
    return wecom.WecomEnd(lists["contacts"], lists["groups"], messages).app


def reading() -> WecomExport:
    """The archive's lines."""
    return WecomExport(CORP, OPEN_PLATFORM)


PLATFORM = Platform("wecom", happen, sources=sources, call=call, end=end, reading=reading)


def _add(random: Random, time: datetime, customer: Customer, told: Happenings) -> None:
    """The contact is listed in any case. Of one that is new a callback tells, and is looked at."""
    code = random.choice(_CODES)
    person = customer.person
    told.lists["contacts"].append(
        {
            "external_contact": {
                "external_userid": customer.user_id,
                "name": spellings.another_name(random, person.nickname, person.name[1:]),
                "type": 1,
                "gender": 2 if person.gender == "f" else 1,
                **({"unionid": unionid_of(person)} if random.random() < 0.8 else {}),
            },
            "follow_user": [
                {
                    "userid": customer.staff,
                    "remark": person.name,
                    "createtime": seconds(time),
                    "tags": [],
                    "remark_mobiles": [person.phone] if random.random() < 0.4 else [],
                    "add_way": 1,
                    "state": code,
                }
            ],
        }
    )
    told.listed.append(customer.account)
    if random.random() < _NEW:
        change = {"ChangeType": "add_external_contact", "UserID": customer.staff}
        change |= {"ExternalUserID": customer.user_id, "State": code}
        body = _event("change_external_contact", time, change)
        told.deliveries.append(Delivery(SOURCE, time, body, (customer.account,)))
        told.listed.append(customer.account)


def _join(
    random: Random,
    time: datetime,
    customer: Customer,
    told: Happenings,
    members: dict[str, list[dict[str, Any]]],
) -> None:
    """A group's members are listed, and a callback tells of each that joins."""
    chat_id = random.choice(_GROUPS)
    members[chat_id].append(
        {
            "userid": customer.user_id,
            "type": 2,
            "join_time": seconds(time),
            "join_scene": 3,
            "state": "grp_sh_017",
        }
    )
    told.listed.append(customer.account)
    change = {"ChangeType": "update", "ChatId": chat_id, "UpdateDetail": "add_member"}
    change |= {"JoinScene": "3", "MemChangeList": f"<Item>{customer.user_id}</Item>"}
    change |= {"CurMemVer": token(random, 32)}
    body = _event("change_external_chat", time, change)
    told.deliveries.append(Delivery(SOURCE, time, body, (customer.account,)))


def _ask_service(random: Random, clock: Clock, customer: Customer, told: Happenings) -> None:
    """A callback only says that there are messages."""
    for message in service_messages(random, clock, customer):
        told.lists["messages"].append(message)
        told.listed.append(customer.account)
        time = datetime.fromtimestamp(message["send_time"], CHINA)
        ring = {"Token": token(random, 24, "ENC"), "OpenKfId": SERVICE}
        told.deliveries.append(Delivery(SOURCE, time, _event("kf_msg_or_event", time, ring), ()))


def _group(chat_id: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    owner = {"userid": _STAFF[0], "type": 1, "join_time": 0, "join_scene": 1}
    return {
        "chat_id": chat_id,
        "name": "会员福利群",
        "owner": _STAFF[0],
        "member_list": [owner, *members],
        "admin_list": [],
        "member_version": f"version-{len(members)}",
    }


def _event(name: str, time: datetime, change: dict[str, str]) -> bytes:
    head: dict[str, str | int] = {
        "ToUserName": CORP,
        "FromUserName": "sys",
        "CreateTime": seconds(time),
    }
    return as_xml(head | {"MsgType": "event", "Event": name} | change)
