"""What the brand's CRM has of a person: from its own shops, and from marketplaces in part."""

from dataclasses import replace
from random import Random

from pipeline.demo import names, spellings
from pipeline.demo.people import JUNK_EMAILS, CrmRecord, Person

_MARKETPLACES = ("天猫旗舰店", "视频号直播")
_OWN_CHANNELS = ("线下门店", "公众号", "朋友推荐")
_JUNK_PHONES = ("13800138000", "00000000000", "1.39E+10", "13888888888")
_GENDERS = {"f": "女", "m": "男"}


def record_in_crm(random: Random, person: Person) -> Person:
    """Most people are in it, a few twice."""
    count = (random.random() < 0.7) + (random.random() < 0.05)
    records = tuple(_crm_record(random, person, copy) for copy in range(count))
    return replace(person, crm_records=records)


def _crm_record(random: Random, person: Person, copy: int) -> CrmRecord:
    record_id = f"C{person.number * 2 + copy + 1:06d}"
    if random.random() < 0.35:
        return _of_marketplace(random, person, record_id)
    return _of_own_shop(random, person, record_id)


def _of_marketplace(random: Random, person: Person, record_id: str) -> CrmRecord:
    """An order's: the marketplace hides who it was, but for the parcel's destination."""
    return CrmRecord(
        record_id=record_id,
        channel=random.choice(_MARKETPLACES),
        name=spellings.partial_name(random, person.name, person.gender),
        nickname=_nickname(random, person) if random.random() < 0.85 else "",
        city=spellings.place(random, person.city) if random.random() < 0.85 else "",
        phone=spellings.masked_phone(person.phone) if random.random() < 0.95 else "",
    )


def _of_own_shop(random: Random, person: Person, record_id: str) -> CrmRecord:
    """What the shop's staff wrote down; where nothing was at hand, sometimes junk."""
    has_phone, has_email = random.random() < 0.75, random.random() < 0.3
    junk = random.random() < 0.25
    partial = random.random() < 0.15
    return CrmRecord(
        record_id=record_id,
        channel=random.choice(_OWN_CHANNELS),
        name=spellings.partial_name(random, person.name, person.gender) if partial else person.name,
        nickname=_nickname(random, person) if random.random() < 0.7 else "",
        gender=_GENDERS[person.gender] if random.random() < 0.5 else "",
        birthday=spellings.date(random, person.birthday) if random.random() < 0.4 else "",
        city=spellings.place(random, person.city) if random.random() < 0.6 else "",
        phone=_written(random, person.phone) if has_phone else random.choice(_JUNK_PHONES) * junk,
        email=person.email if has_email else random.choice(JUNK_EMAILS) * junk,
        wechat_id=person.wechat_id if random.random() < 0.3 else "",
        unionid=person.unionid if random.random() < 0.75 else "",
        weibo_uid=person.weibo_uid if random.random() < 0.4 else "",
    )


def _nickname(random: Random, person: Person) -> str:
    if random.random() < 0.06:
        return names.nickname(random, person.name[1:])
    return spellings.screen_name(random, person.nickname)


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
