"""The CRM's export, as Chinese software writes it: GB18030, with what spreadsheets do to it."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from connectors.crm.export import CrmExport
from connectors.crm.mapping_file import load_mapping
from pipeline.demo.clock import Clock
from pipeline.demo.happenings import File, Happenings
from pipeline.demo.people import Person
from pipeline.demo.platform import Platform

MAPPING = Path(__file__).with_name("crm_mapping.yaml")
SOURCE_ACCOUNT = "member-crm"

HEADER = (
    "客户编号", "客户名称", "昵称", "性别", "生日", "手机", "邮箱", "微信号", "UnionID", "微博UID",
    "城市", "来源渠道", "客户标签", "负责人", "修改时间", "备注",
)  # fmt: skip
_TAGS = ("重要", "复购", "敏感肌", "新客", "沉睡", "会员日")
_STAFF = ("王敏", "李强", "赵丽")
_NOTES = ("", "", "", "晚上联系", "要礼盒\n下次提醒", '说"再看看"', "老客户介绍,优先")


def happen(_random: Random, _clock: Clock, people: Sequence[Person]) -> Happenings:
    """Nothing: the CRM tells by its export only."""
    return Happenings(owners=list(_accounts(people)))


def export(random: Random, clock: Clock, people: Sequence[Person]) -> tuple[File, ...]:
    """The whole file; two of its rows are none and one has lost its number."""
    accounts = tuple(account for account, _ in _accounts(people))
    return (File("crm_export.csv", _content(random, clock, people), accounts),)


def reading() -> CrmExport:
    """By the demo's mapping."""
    return CrmExport(load_mapping(MAPPING))


PLATFORM = Platform("crm", happen, export=export, reading=reading, stream="day")


def _accounts(people: Sequence[Person]) -> Iterator[tuple[str, int]]:
    for person in people:
        for record in person.crm_records:
            yield f"crm:{SOURCE_ACCOUNT}:{record.record_id}", person.number


def _content(random: Random, clock: Clock, people: Sequence[Person]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    rows = [row for person in people for row in _rows(random, clock, person)]
    random.shuffle(rows)
    for place, row in enumerate(rows):
        writer.writerow(row)
        if place == len(rows) // 2:
            writer.writerow([""] * len(HEADER))
            writer.writerow(["", "编号丢失", *[""] * (len(HEADER) - 2)])
            writer.writerow(["合计", str(len(rows))])
    return text.getvalue().encode("gb18030")


def _rows(random: Random, clock: Clock, person: Person) -> Iterator[list[str]]:
    for record in person.crm_records:
        time = clock.moment(random)
        yield [
            record.record_id,
            record.name,
            record.nickname,
            record.gender,
            record.birthday,
            record.phone,
            record.email,
            record.wechat_id,
            record.unionid,
            record.weibo_uid,
            record.city,
            record.channel,
            ";".join(sorted({random.choice(_TAGS) for _ in range(random.randrange(3))})),
            random.choice(_STAFF),
            f"{time.year}/{time.month}/{time.day} {time:%H:%M}",
            random.choice(_NOTES),
        ]
