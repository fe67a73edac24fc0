"""Messages that nobody can process, among those that anybody can."""

import random
from collections.abc import Iterator
from functools import partial

from kafka import KafkaProducer

from pipeline.dead_letters.register import read_dead_letters
from pipeline.demo import brand
from pipeline.embedded.stack import Stack
from pipeline.kafka import producer_options
from pipeline.settings import Settings
from pipeline.simulator import wechat, weibo
from pipeline.simulator.pushing import Push
from schemas.topics import EVENTS, RESOLVED_EVENTS, raw_topic
from tests.faults.delivering import deliver
from tests.faults.line import a_line
from tests.faults.lives import Lives
from tests.faults.scenarios.case import DRAIN_SECONDS, Case, Outcome, settled

DEEP = 200_000
CALLBACKS = (
    b"",
    b"<xml><ToUserName>",
    "<xml><FromUserName>会员</FromUserName></xml>".encode("gb18030"),
    b"<xml><MsgType>text</MsgType></xml>",
    b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xml><FromUserName>&a;</FromUserName></xml>',
    b"\x00\xff\xfe" * 100,
    b'{"type": "text"',
    '{"type": "text", "sender_id": "会员"}'.encode("gb18030"),
    b"[" * 50_000 + b"]" * 50_000,
    b'{"type": NaN, "sender_id": 1e999}',
)
"""Bodies that are authentic and mean nothing; each is sent by WeChat and by Weibo."""

MESSAGES = (
    b"",
    b"null",
    b"\xff\xfe{}",
    b'{"event_id": "no id"}',
    '{"手机": "13900010001"'.encode("gb18030"),
    b"[" * DEEP + b"]" * DEEP,
    b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    b'"' + b"x" * 1_900_000 + b'"',
    None,
)
"""What a stranger may write to any topic that is read."""


def poison(case: Case) -> Outcome:
    """What cannot be processed becomes a dead letter, one for each message, and nothing else."""
    lives = Lives()
    with a_line(case.day, case.folder / "data", lives) as stack:
        written = _write_to_topics(stack.settings)
        poisoned = list(_callbacks(stack))

        def mixed(pushes: list[Push]) -> list[Push]:
            every = [*pushes, *poisoned]
            random.Random(case.seed).shuffle(every)
            return every

        deliver(case.day, stack, order=mixed)
        stack.wait_until_drained(DRAIN_SECONDS)
        letters = read_dead_letters(stack.settings)
        assert len(letters) == written + len(poisoned), [each.step for each in letters]
        return settled(stack, lives, {"dead_letters": len(letters)})


def _callbacks(stack: Stack) -> Iterator[Push]:
    address = f"http://{stack.settings.connector_host}:{stack.settings.connector_port}"
    for body in CALLBACKS:
        for name, account in brand.WECHAT.items():
            sign = partial(wechat.push, account, body, openid="oNobody")
            yield Push("wechat_oa", f"{address}/wechat_oa/{name}", sign)
        sign_it = partial(weibo.push, brand.WEIBO_APP_SECRET, body)
        yield Push("weibo", f"{address}/weibo/{brand.WEIBO}", sign_it)


def _write_to_topics(settings: Settings) -> int:
    producer = KafkaProducer(**producer_options(settings))
    topics = [raw_topic("web").name, raw_topic("crm").name, EVENTS.name, RESOLVED_EVENTS.name]
    sent = [
        producer.send(topic, key=b"stranger", value=message)
        for topic in topics
        for message in MESSAGES
    ]
    for each in sent:
        each.get(timeout=30)
    producer.close()
    return len(sent)
